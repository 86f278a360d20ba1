import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { readMultipartParts } from './multipart-parts.ts';
import { boundaryOf } from './multipart-reader.ts';
import { readOmsJson } from './oms-json-parts.ts';
import { FileError, RequestError, type RequestPart } from './request-part.ts';
import { Room, Spool } from './spool.ts';

async function* chunks(body: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += length) yield body.subarray(at, at + length);
}

/** Each part, with a file's bytes read or the error they ended in. */
async function collect(parts: AsyncGenerator<RequestPart, void>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const part of parts) {
    if (part.kind !== 'file') {
      seen.push(part);
      continue;
    }
    const { bytes, kept, ...rest } = part;
    try {
      const pieces: Buffer[] = [];
      for await (const piece of bytes) pieces.push(Buffer.from(piece));
      seen.push({ ...rest, content: Buffer.concat(pieces) });
      await kept?.release();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      seen.push({ ...rest, status: error.status, problem: error.message });
    }
  }
  return seen;
}

async function readJson(text: string, length = 1_000_000, bound = 1_000_000): Promise<unknown[]> {
  const spool = new Spool(new Room(bound));
  try {
    return await collect(readOmsJson(new ByteSource(chunks(Buffer.from(text), length)), spool));
  } finally {
    await spool.dispose();
  }
}

const content = randomBytes(500);
const base64 = content.toString('base64');
const file = { kind: 'file', size: undefined };

describe('readOmsJson', () => {
  it.each([1, 7, 100, 1_000_000])('reads both spellings of each field, in chunks of %d bytes', async (length) => {
    const body = {
      auth: 'token',
      zoho_id: '123456789012345678',
      ticket_number: 12345,
      chamado_id: null,
      unknown: { deep: [1, { er: '…' }] },
      attachments: [
        { nome_arquivo: 'document.pdf', tipo_arquivo: 'application/pdf', arquivo_base64: base64 },
        { name: 'photo.jpg', contentType: 'image/jpeg', base64 },
      ],
    };
    expect(await readJson(JSON.stringify(body), length)).toEqual([
      { kind: 'field', name: 'auth', value: 'token' },
      { kind: 'field', name: 'zoho_id', value: '123456789012345678' },
      { kind: 'field', name: 'ticket_number', value: '12345' },
      { ...file, name: 'document.pdf', mimeType: 'application/pdf', content },
      { ...file, name: 'photo.jpg', mimeType: 'image/jpeg', content },
    ]);
    expect(await readJson(JSON.stringify({ anexos: body.attachments }), length)).toHaveLength(2);
  });

  it('keeps the digits of an id that is written as a number', async () => {
    expect(await readJson('{"zoho_id":123456789012345678}')).toEqual([
      { kind: 'field', name: 'zoho_id', value: '123456789012345678' },
    ]);
  });

  it('takes content before its name, and fields after the files', async () => {
    const text = `{"anexos":[{"base64":"${base64}","name":"a.pdf"},{"nome_arquivo":"b","base64":"${base64}","contentType":"image/png"}],"auth":"t"}`;
    expect(await readJson(text, 11)).toEqual([
      { kind: 'file', name: 'a.pdf', mimeType: '', size: 500, content },
      { kind: 'file', name: 'b', mimeType: 'image/png', size: 500, content },
      { kind: 'field', name: 'auth', value: 't' },
    ]);
  });

  it.each<[string, (text: string) => string]>([
    ['with escaped slashes', (text) => text.replaceAll('/', '\\/')],
    ['with escaped line ends', (text) => text.replace(/.{76}/g, '$&\\r\\n')],
    ['with escaped tabs and form feeds', (text) => text.replace(/.{76}/g, '$&\\t\\f')],
    ['with white space written as numbers', (text) => text.replace(/.{76}/g, '$&\\u0020\\u000a')],
    ['with characters written as numbers', (text) => text.replaceAll('A', '\\u0041').replaceAll('+', '\\u002B')],
    ['as a data: address', (text) => `data:application\\/pdf;base64,${text}`],
  ])('reads base64 %s', async (_, change) => {
    for (const length of [1, 3, 50, 1_000_000]) {
      const seen = await readJson(`{"attachments":[{"name":"a.pdf","base64":"${change(base64)}"}]}`, length);
      expect(seen).toEqual([{ ...file, name: 'a.pdf', mimeType: '', content }]);
    }
  });

  it('ends a broken file alone, naming field and position', async () => {
    const text = `{"attachments":[{"name":"a.pdf","base64":"AAAA*AAA"},{"base64":"?","name":"b.pdf"},7,{"name":"c.pdf"},
      {"base64":"QUJD"},{"name":"d.pdf","arquivo_base64":5},{"name":"e.pdf","base64":"QUJD"}]}`;
    for (const length of [1, 1_000_000]) {
      const unreadable = { kind: 'unreadable', status: 400 };
      const foreign = 'is not valid base64: the character is not of the base64 alphabet';
      expect(await readJson(text, length)).toEqual([
        { ...file, name: 'a.pdf', mimeType: '', status: 400, problem: `base64 ${foreign} (at character 4)` },
        { ...unreadable, name: 'b.pdf', problem: `base64 ${foreign} (at character 0)` },
        { ...unreadable, name: undefined, problem: 'attachments[2] must be an object' },
        { ...unreadable, name: 'c.pdf', problem: 'arquivo_base64 is required' },
        { ...unreadable, name: undefined, problem: 'nome_arquivo is required' },
        { ...unreadable, name: 'd.pdf', problem: 'arquivo_base64 must be a string of base64' },
        { ...file, name: 'e.pdf', mimeType: '', content: Buffer.from('ABC') },
      ]);
    }
  });

  it.each<[string, string, string]>([
    [
      'a backspace, though its escape has a letter of base64',
      'QUJ\\bAAAA',
      'the character is not of the base64 alphabet (at character 3)',
    ],
    ['an escape that JSON has not', 'QUJ\\AAAAA', 'the character is not of the base64 alphabet (at character 3)'],
    ['a number that is cut', 'QUJ\\u004zA', 'the character is not of the base64 alphabet (at character 3)'],
    ['an escaped quote', 'QUJ\\"AAAA', 'the character is not of the base64 alphabet (at character 3)'],
    ['an escaped backslash', 'QUJ\\\\AAAA', 'the character is not of the base64 alphabet (at character 3)'],
    [
      'a character whose last byte is one of base64',
      'QUJ\\u0141',
      'the character is not of the base64 alphabet (at character 3)',
    ],
    ['the last character of one byte', 'QUJ\\u00ffA', 'the character is not of the base64 alphabet (at character 3)'],
    [
      'a foreign character after escaped white space',
      'QUJD\\n\\t*',
      'the character is not of the base64 alphabet (at character 6)',
    ],
    ['an end in the middle of a byte', 'QUJDQ', 'the text ends in the middle of a byte (at character 5)'],
  ])('refuses base64 with %s', async (_, text, problem) => {
    for (const length of [1, 3, 1_000_000]) {
      expect(await readJson(`{"attachments":[{"name":"a.pdf","arquivo_base64":"${text}"}]}`, length)).toEqual([
        {
          ...file,
          name: 'a.pdf',
          mimeType: '',
          status: 400,
          problem: `arquivo_base64 is not valid base64: ${problem}`,
        },
      ]);
    }
  });

  it('knows enough of a file where its type or the ending of its name came before its content', async () => {
    const text = `{"attachments":[{"contentType":"x/y","name":"a","base64":"QUJD"},{"name":"a.unheard","base64":"QUJD"},
      {"contentType":"x/y","base64":"QUJD","name":"b"},{"name":"c.pdf","base64":"QUJD","contentType":"x/y"},
      {"name":null,"contentType":"x/y","base64":"QUJD"}]}`;
    const abc = Buffer.from('ABC');
    expect(await readJson(text)).toEqual([
      { ...file, name: 'a', mimeType: 'x/y', content: abc },
      { kind: 'file', name: 'a.unheard', mimeType: '', size: 3, content: abc },
      { kind: 'file', name: 'b', mimeType: 'x/y', size: 3, content: abc },
      { ...file, name: 'c.pdf', mimeType: '', content: abc },
      { kind: 'unreadable', name: undefined, status: 400, problem: 'nome_arquivo is required' },
    ]);
  });

  it('ends a file alone for what is wrong in its object, before its content or after', async () => {
    const text = `{"attachments":[{"name":{},"base64":"QUJD"},{"name":"b.pdf","base64":"QUJD","name":"c.pdf"},
      {"base64":"QUJD","name":"d.pdf","base64":"QUJD"},{"name":"e.pdf","contentType":[],"base64":"QUJD"},
      {"name":"f.pdf","base64":"QUJD"}]}`;
    const unreadable = { kind: 'unreadable', status: 400 };
    for (const length of [1, 1_000_000]) {
      expect(await readJson(text, length)).toEqual([
        { ...unreadable, name: undefined, problem: 'attachments[0].name must be a string' },
        {
          ...file,
          name: 'b.pdf',
          mimeType: '',
          status: 400,
          problem: 'attachments[1] gives name twice: one is wanted',
        },
        { ...unreadable, name: 'd.pdf', problem: 'attachments[2] gives base64 twice: one is wanted' },
        { ...unreadable, name: 'e.pdf', problem: 'attachments[3].contentType must be a string' },
        { ...file, name: 'f.pdf', mimeType: '', content: Buffer.from('ABC') },
      ]);
    }
  });

  it('keeps nothing of a file that is wrong before its content comes', async () => {
    const spool = new Spool(new Room(1000));
    onTestFinished(() => spool.dispose());
    const keep = vi.spyOn(spool, 'keep');
    const text = '{"attachments":[{"name":{},"base64":"QUJD"},{"base64":"QUJD","name":"b.pdf"}]}';
    expect(await collect(readOmsJson(new ByteSource(chunks(Buffer.from(text), 100)), spool))).toHaveLength(2);
    expect(keep).toHaveBeenCalledOnce();
  });

  it('leaves nothing kept of a file that turns out to be wrong, or is given no name', async () => {
    const room = new Room(3);
    const spool = new Spool(room);
    onTestFinished(() => spool.dispose());
    const text = '{"attachments":[{"base64":"QUJD","name":{}},{"base64":"QUJD"},{"base64":"QUJD","name":"c.pdf"}]}';
    expect(await collect(readOmsJson(new ByteSource(chunks(Buffer.from(text), 100)), spool))).toMatchObject([
      { problem: 'attachments[0].name must be a string' },
      { problem: 'nome_arquivo is required' },
      { name: 'c.pdf', size: 3 },
    ]);
  });

  it('gives no empty piece of a file', async () => {
    const text = '{"attachments":[{"name":"a.pdf","base64":"QUJD\\nREVG  "}]}';
    const spool = new Spool(new Room(0));
    const pieces: string[] = [];
    for await (const part of readOmsJson(new ByteSource(chunks(Buffer.from(text), 1)), spool)) {
      if (part.kind === 'file') for await (const piece of part.bytes) pieces.push(String(piece));
    }
    expect(pieces).toEqual(['ABC', 'DEF']);
  });

  it('gives no more of a file once the request broke off in it', async () => {
    const text = '{"attachments":[{"name":"a.pdf","base64":"QUJDQQ';
    const parts = readOmsJson(new ByteSource(chunks(Buffer.from(text), 100)), new Spool(new Room(0)));
    const { value: part } = await parts.next();
    const bytes = part?.kind === 'file' ? part.bytes[Symbol.asyncIterator]() : undefined;
    expect(String((await bytes?.next())?.value)).toBe('ABC');
    await expect(bytes?.next()).rejects.toThrow('The body is not valid JSON: the text ends in a string (at byte 48)');
    await expect(bytes?.next()).rejects.toThrow(RequestError);
    await expect(parts.next()).rejects.toThrow(RequestError);
  });

  it('takes null for a list that is left out', async () => {
    const files = '[{"name":"a.pdf","base64":"QUJD"}]';
    expect(await readJson(`{"attachments":null,"anexos":${files}}`)).toHaveLength(1);
    expect(await readJson(`{"attachments":${files},"anexos": null}`)).toHaveLength(1);
    expect(await readJson('{"anexos":null}')).toEqual([]);
  });

  it('takes as many fields as may be', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, at) => `"f${at}":[${at}]`).join();
    expect(await readJson(`{${fields(99)},"auth":"t"}`)).toEqual([{ kind: 'field', name: 'auth', value: 't' }]);
    await expect(readJson(`{${fields(101)}}`)).rejects.toEqual(
      new RequestError(400, 'The body has more than 100 fields'),
    );
  });

  it('ignores the mark that some editors put before the text, and no other', async () => {
    expect(await readJson('\ufeff{"auth":"t"}', 1)).toHaveLength(1);
    await expect(readJson('\ufeff\ufeff{}')).rejects.toThrow('The body must be a JSON object');
  });

  it('gives up a file that comes before its name and is more than may be kept, and goes on', async () => {
    const text = `{"attachments":[{"base64":"${base64}","name":"a.pdf"},{"base64":"QUJD","name":"b.txt"}]}`;
    expect(await readJson(text, 100, 400)).toMatchObject([
      { kind: 'unreadable', name: 'a.pdf', status: 413 },
      { kind: 'file', name: 'b.txt', size: 3 },
    ]);
  });

  it.each([
    ['no JSON', 'hello', 'The body must be a JSON object'],
    ['an array', '[]', 'The body must be a JSON object'],
    ['nothing', '', 'The body is not valid JSON: the text ends too early (at byte 0)'],
    [
      'cut JSON',
      '{"auth":"t","attachments":[{"name":"a.txt","base64":"QUJD',
      'The body is not valid JSON: the text ends in a string (at byte 57)',
    ],
    [
      'something after the end',
      '{}x',
      'The body is not valid JSON: something follows the end of the JSON text (at byte 2)',
    ],
    ['a field twice', '{"auth":"a","auth":"b"}', 'The field "auth" is given twice'],
    ['any field twice', '{"x":1,"x":2}', 'The field "x" is given twice'],
    [
      'a field with a long name twice',
      `{"${'x'.repeat(64)}y":1,"${'x'.repeat(64)}y":1}`,
      `The field "${'x'.repeat(64)}" is given twice`,
    ],
    [
      'a field twice whose name would break a log',
      '{"a\\nb\\"":1,"a\\nb\\"":1}',
      'The field "a\\nb\\"" is given twice',
    ],
    [
      'both names of the list',
      '{"attachments":[],"anexos":[]}',
      'Both attachments and anexos are given: one is wanted',
    ],
    ['a list that is an object', '{"attachments":{}}', 'attachments is required (array)'],
    ['a list that is a word', '{"anexos":"none"}', 'attachments is required (array)'],
    [
      'a list that only begins like null',
      '{"anexos":none}',
      'The body is not valid JSON: this is no JSON value (at byte 10)',
    ],
    ['a field that is an object', '{"zoho_id":{}}', 'zoho_id must be a string'],
    ['a field that is true', '{"auth":true}', 'auth must be a string'],
    [
      'a nesting without end',
      `{"a":${'['.repeat(10_000)}`,
      'The body is not valid JSON: the text nests deeper than 16 (at byte 21)',
    ],
  ])('refuses %s', async (_, text, message) => {
    for (const length of [1, 1_000_000]) {
      const attempt = readJson(text, length);
      await expect(attempt).rejects.toThrow(RequestError);
      await expect(attempt).rejects.toMatchObject({ name: 'RequestError', status: 400, message });
    }
  });

  it('does not lose the rest when a file is left unread', async () => {
    const text = `{"attachments":[{"name":"a.pdf","base64":"${base64}"},{"name":"b.pdf","base64":"${base64}"}],"auth":"t"}`;
    const spool = new Spool(new Room(0));
    const kinds: string[] = [];
    for await (const part of readOmsJson(new ByteSource(chunks(Buffer.from(text), 64)), spool)) {
      kinds.push(part.kind);
      if (part.kind === 'file') for await (const _ of part.bytes) break;
    }
    expect(kinds).toEqual(['file', 'file', 'field']);
  });
});

describe('readMultipartParts', () => {
  async function readForm(form: FormData): Promise<unknown[]> {
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const boundary = boundaryOf(request.headers.get('content-type') ?? '') ?? '';
    return collect(readMultipartParts(new ByteSource(chunks(Buffer.from(await request.arrayBuffer()), 100)), boundary));
  }

  it('reads fields and files in whatever order, and the size told before a file', async () => {
    const form = new FormData();
    form.append('attachments', new File([content], 'a.pdf', { type: 'application/pdf' }));
    form.append('zoho_id', '1');
    form.append('other', 'ignored');
    form.append('size', '500');
    form.append('anything', new File([content], 'b.pdf'));
    form.append('auth', 'token');
    expect(await readForm(form)).toEqual([
      { kind: 'file', name: 'a.pdf', mimeType: 'application/pdf', size: undefined, content },
      { kind: 'field', name: 'zoho_id', value: '1' },
      { kind: 'file', name: 'b.pdf', mimeType: 'application/octet-stream', size: 500, content },
      { kind: 'field', name: 'auth', value: 'token' },
    ]);
  });

  it.each([
    [
      'a field twice',
      [
        ['auth', 'a'],
        ['auth', 'b'],
      ],
      'The field auth is given twice',
    ],
    ['a size that is none', [['size', '1e3']], 'The field size must be a number of bytes'],
    ['an empty size', [['size', '']], 'The field size must be a number of bytes'],
    ['a size below nothing', [['size', '-1']], 'The field size must be a number of bytes'],
    ['a size of more digits than any file has', [['size', '1'.repeat(13)]], 'The field size must be a number of bytes'],
    ['a field that is one byte too long', [['auth', 'a'.repeat(8193)]], 'The field auth is longer than 8192 bytes'],
    ['an endless field', [['auth', 'a'.repeat(9000)]], 'The field auth is longer than 8192 bytes'],
  ] as const)('refuses %s', async (_, fields, message) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    await expect(readForm(form)).rejects.toThrow(RequestError);
    await expect(readForm(form)).rejects.toMatchObject({ name: 'RequestError', status: 400, message });
  });

  it('takes a field as long as may be, and a size of as many digits as may be', async () => {
    const form = new FormData();
    form.append('auth', 'a'.repeat(8192));
    form.append('size', '123456789012');
    form.append('attachments', new File([content], 'a.pdf'));
    expect(await readForm(form)).toMatchObject([
      { name: 'auth', value: 'a'.repeat(8192) },
      { name: 'a.pdf', size: 123_456_789_012 },
    ]);
  });

  it('forgets a size after the file that it was told of', async () => {
    const form = new FormData();
    form.append('size', '500');
    form.append('a', new File([content], 'a.pdf'));
    form.append('a', new File([content], 'b.pdf'));
    expect(await readForm(form)).toMatchObject([
      { name: 'a.pdf', size: 500 },
      { name: 'b.pdf', size: undefined },
    ]);
  });

  it('keeps no more than the end of a long name and type', async () => {
    const form = new FormData();
    form.append('a', new File([content], `${'x'.repeat(2000)}.pdf`, { type: `application/${'y'.repeat(2000)}` }));
    expect(await readForm(form)).toMatchObject([{ name: `${'x'.repeat(1020)}.pdf`, mimeType: 'y'.repeat(1024) }]);
  });

  it('refuses a form that is cut, in its head, in a field and in a file', async () => {
    const head = '--B\r\nContent-Disposition: form-data; name=auth';
    for (const body of [head, `${head}\r\n\r\ntok`, `${head}; filename=a.pdf\r\n\r\nABC`]) {
      const attempt = collect(readMultipartParts(new ByteSource(chunks(Buffer.from(body), 100)), 'B'));
      await expect(attempt).rejects.toEqual(
        new RequestError(
          400,
          `The body is not valid multipart/form-data: the body ends before its last boundary (at byte ${body.length})`,
        ),
      );
    }
  });

  it('fails as the request does, in a file too', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('--B\r\nContent-Disposition: form-data; name=a; filename=a.pdf\r\n\r\nABC');
      throw new Error('gone');
    }
    const parts = readMultipartParts(new ByteSource(broken()), 'B');
    const { value: part } = await parts.next();
    const bytes = part?.kind === 'file' ? part.bytes[Symbol.asyncIterator]() : undefined;
    expect(await bytes?.next()).toEqual({ done: false, value: Buffer.from('ABC') });
    await expect(bytes?.next()).rejects.toThrow(new Error('gone'));
  });
});
