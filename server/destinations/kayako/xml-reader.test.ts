import { describe, expect, it } from 'vitest';
import { readXml, XmlError, type XmlEvent } from './xml-reader.ts';

async function* piecesOf(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** The events, with neighbouring texts joined. */
async function read(text: string, { root = 'a', length = 7 } = {}): Promise<readonly string[]> {
  const seen: string[] = [];
  let open = false;
  for await (const event of readXml(piecesOf(text, length), root)) {
    const joined: XmlEvent['kind'] = event.kind;
    if (joined === 'text' && open) seen[seen.length - 1] += event.kind === 'text' ? event.text : '';
    else seen.push(event.kind === 'text' ? event.text : `${event.kind} ${event.name}`);
    open = joined === 'text';
  }
  return seen;
}

describe('readXml', () => {
  it.each([1, 2, 3, 7, 64, 9999])('reads elements, texts, CDATA and entities in pieces of %i', async (length) => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b --><a x="1" y=\'"\'><b>é &amp; &#233;&#x1F600; &lt;</b>' +
      '<c><![CDATA[<x> & ]] ]]]]><![CDATA[>]]></c><d /></a>\n';
    expect(await read(xml, { length })).toEqual([
      ...[
        'open a',
        'open b',
        'é & é😀 <',
        'close b',
        'open c',
        '<x> & ]] ]]>',
        'close c',
        'open d',
        'close d',
        'close a',
      ],
    ]);
  });

  it.each([1, 50, 9999])('passes over what PHP says before it, in pieces of %i', async (length) => {
    const notice = '<br />\n<b>Notice</b>: <abc> is & not defined in <b>x.php</b>';
    expect(await read(`${notice}<?xml version="1.0"?><a>x</a>`, { length })).toEqual(['open a', 'x', 'close a']);
    expect(await read(`${notice}<a>x</a>`, { length })).toEqual(['open a', 'x', 'close a']);
  });

  it('reads no further than the end of the root', async () => {
    expect(await read('<a/><b> & ')).toEqual(['open a', 'close a']);
  });

  it.each([
    ['nothing', ''],
    ['another root', '<?xml version="1.0"?><b></b>'],
    ['no end', '<a><b>x</b>'],
    ['a wrong end', '<a><b></a></b>'],
    ['a half tag', '<a><b'],
    ['a malformed tag', '<a><b c></b></a>'],
    ['an unquoted attribute', '<a b=c></a>'],
    ['a bare ampersand', '<a>x & y</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an entity that is no character', '<a>&#x110000;</a>'],
    ['a document type', '<?xml version="1.0"?><!DOCTYPE a><a></a>'],
    ['text beside the root', '<?xml version="1.0"?>x<a></a>'],
    ['CDATA beside the root', '<?xml version="1.0"?><![CDATA[x]]><a></a>'],
    ['endless tags', `<a><b${' '.repeat(5000)}`],
    ['endless depth', '<a>'.repeat(40)],
    ['endless notices', 'x'.repeat(70_000)],
  ])('refuses %s', async (_, xml) => {
    for (const length of [1, 9999]) await expect(read(xml, { length })).rejects.toThrow();
  });
});

/** The events of these very pieces, texts as they come. */
async function readPieces(pieces: readonly string[], root = 'a'): Promise<readonly string[]> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const seen: string[] = [];
  for await (const event of readXml(bytes(), root)) {
    seen.push(event.kind === 'text' ? event.text : `${event.kind} ${event.name}`);
  }
  return seen;
}

const xml = '<?xml version="1.0"?>';

describe('readXml, by its pieces', () => {
  it.each([
    ['a text', ['<a>xyz', 'xyz</a>'], ['xyz', 'xyz']],
    ['a text of one character', ['<a>x', 'y</a>'], ['x', 'y']],
    ['a text before an entity in two', ['<a>xy&am', 'p;z</a>'], ['xy', '&z']],
    ['a text with a whole entity', ['<a>x&amp;y', 'z</a>'], ['x&y', 'z']],
    ['CDATA but for what may be its end', ['<a><![CDATA[xyz', ']]></a>'], ['x', 'yz']],
  ])('hands on %s as it arrives', async (_, pieces, texts) => {
    expect(await readPieces(pieces)).toEqual(['open a', ...texts, 'close a']);
  });

  it('finds a root with a long name behind a notice, a character at a time', async () => {
    expect(await readPieces([...'Notice: x\n<attachments/>'], 'attachments')).toEqual([
      'open attachments',
      'close attachments',
    ]);
  });

  it('skips a notice of 64 KiB, and none of a character more', async () => {
    const notice = 'x'.repeat(64 * 1024);
    expect(await readPieces([notice, '<a/>'])).toEqual(['open a', 'close a']);
    await expect(readPieces([`${notice}x`, '<a/>'])).rejects.toThrow(new XmlError('there is no <a>'));
  });

  it('reads a tag of 4096 characters before its end, and none of one more', async () => {
    const tag = '<a'.padEnd(4096);
    for (const pieces of [[`${tag}></a>`], [tag, '></a>']]) {
      expect(await readPieces(pieces)).toEqual(['open a', 'close a']);
    }
    for (const pieces of [[`${tag} ></a>`], [`${tag} `, '></a>']]) {
      await expect(readPieces(pieces)).rejects.toThrow(new XmlError('a tag has no end'));
    }
  });

  it('reads elements 32 deep, and no deeper', async () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(await readPieces([nested(32)])).toHaveLength(64);
    await expect(readPieces([nested(33)])).rejects.toThrow(new XmlError('the elements are nested too deeply'));
  });

  it('waits for 12 characters for the end of an entity, and for no more', async () => {
    await expect(readPieces([`<a>&${'x'.repeat(11)}`])).rejects.toThrow(new XmlError('the XML ends before </a>'));
    await expect(readPieces([`<a>&${'x'.repeat(12)}`])).rejects.toThrow(new XmlError('an entity is unknown'));
  });
});

describe('readXml, by its words', () => {
  it.each([
    ['&quot;&apos;&lt;&gt;&amp;', `"'<>&`],
    ['&#1;&#x1;', '\u0001\u0001'],
    ['&#1114111;&#x10FFFF;&#x10ffff;', '\u{10ffff}'.repeat(3)],
  ])('replaces %s', async (text, expected) => {
    expect(await readPieces([`<a>${text}</a>`])).toEqual(['open a', expected, 'close a']);
  });

  it.each([
    '&#0;',
    '&#x0;',
    '&#1114112;',
    '&#x110000;',
    '&x#65;',
    '&#65x;',
    '&#x;',
    '&AMP;',
    '&toString;',
    '&;',
    '& ;',
    'x & y',
  ])('replaces no %s', async (text) => {
    await expect(readPieces([`<a>${text}</a>`])).rejects.toThrow(new XmlError('an entity is unknown'));
  });

  it.each([
    ['<b  c="1">', 'two spaces'],
    ['<b long:na-me.x="1">', 'a long name'],
    ['<b c = "1">', 'spaces about the sign'],
    ['<b c="">', 'no value'],
    ["<b c=''>", 'no value in single quotes'],
    ['<b c="long value">', 'a long value'],
    ["<b c='long value'>", 'a long value in single quotes'],
    ['<b c="1" d="2" >', 'another'],
  ])('passes over the attribute in %s, which has %s', async (tag) => {
    expect(await readPieces([`<a>${tag}</b></a>`])).toEqual(['open a', 'open b', 'close b', 'close a']);
  });

  it.each([
    ['', 'there is no <a>'],
    ['Notice: <b>x</b>', 'there is no <a>'],
    ['<a><b>x</b>', 'the XML ends before </a>'],
    [`${xml}<b></b>`, 'the root is <b>, not <a>'],
    ['<a></b>', '</b> closes nothing'],
    ['<a><>', 'a tag is malformed'],
    ['<a><b c>', 'a tag is malformed'],
    ['<a><b <c></c></a>', 'a tag is malformed'],
    [`<a><b ${'x'.repeat(5000)}`, 'a tag has no end'],
    [`<a><!-- ${'x'.repeat(5000)}`, 'a tag has no end'],
    [`${xml}<!DOCTYPE a><a></a>`, 'there is a document type'],
    ['<a><!ENTITY b "c"></a>', 'there is a document type'],
    [`${xml}x<a></a>`, 'there is text beside the root'],
    [`${xml}<![CDATA[x]]><a></a>`, 'there is text beside the root'],
    [`${xml}<![CDATA[ ]]><a></a>`, 'there is text beside the root'],
  ])('says what is wrong with %.40s', async (text, message) => {
    await expect(readPieces([text])).rejects.toThrow(new XmlError(message));
  });

  /** XML with the same text again and again in its innermost element. */
  async function* longXml(start: string, text: string, times: number, end = ''): AsyncGenerator<Uint8Array> {
    yield Buffer.from(start);
    for (let time = 0; time < times; time += 1) yield Buffer.from(text);
    yield Buffer.from(end);
  }
  const piece = 64 * 1024;
  const longTag = `<b c="${'x'.repeat(4000)}"/>`;

  it.each([
    ['white space', '<a>', ' '.repeat(piece)],
    ['elements', '<a>', longTag.repeat(16)],
    ['comments', '<a>', `<!--${'x'.repeat(4000)}-->`.repeat(16)],
    ['elements in a file', '<a><attachment><contents>', longTag.repeat(16)],
    ['text that no file holds', '<a><post><contents>', 'x'.repeat(piece)],
  ])('makes an end of %s without one', async (_, start, text) => {
    const reading = async () => {
      for await (const { kind } of readXml(longXml(start, text, Number.POSITIVE_INFINITY), 'a')) void kind;
    };
    await expect(reading()).rejects.toThrow(new XmlError('there is too much beside the files'));
  });

  it.each([
    ['', ''],
    ['<![CDATA[', ']]>'],
  ])('reads files of any length: %s', async (before, after) => {
    const xml = longXml(
      `<a><attachment><contents>${before}`,
      'x'.repeat(piece),
      300,
      `${after}</contents></attachment></a>`,
    );
    let length = 0;
    for await (const event of readXml(xml, 'a')) if (event.kind === 'text') length += event.text.length;
    expect(length).toBe(300 * piece);
  });

  it('throws errors that can be told from others', async () => {
    await expect(readPieces([''])).rejects.toMatchObject({ name: 'XmlError' });
  });
});
