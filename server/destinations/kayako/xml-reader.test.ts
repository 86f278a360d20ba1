import { describe, expect, it } from 'vitest';
import { readXml, type XmlEvent } from './xml-reader.ts';

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
