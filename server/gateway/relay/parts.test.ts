import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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

  it('gives up a file that comes before its name and is more than may be kept, and goes on', async () => {
    const text = `{"attachments":[{"base64":"${base64}","name":"a.pdf"},{"base64":"QUJD","name":"b.txt"}]}`;
    expect(await readJson(text, 100, 400)).toMatchObject([
      { kind: 'unreadable', name: 'a.pdf', status: 413 },
      { kind: 'file', name: 'b.txt', size: 3 },
    ]);
  });

  it.each([
    ['no JSON', 'hello', 'must be a JSON object'],
    ['an array', '[]', 'must be a JSON object'],
    ['nothing', '', 'not valid JSON: the text ends too early (at byte 0)'],
    ['cut JSON', '{"auth":"t","attachments":[{"name":"a.txt","base64":"QUJD', 'not valid JSON'],
    ['something after the end', '{}x', 'not valid JSON'],
    ['a field twice', '{"auth":"a","auth":"b"}', 'The field "auth" is given twice'],
    ['both names of the list', '{"attachments":[],"anexos":[]}', 'Both attachments and anexos'],
    ['a list that is none', '{"attachments":{}}', 'attachments is required (array)'],
    ['a field of the wrong type', '{"zoho_id":{}}', 'zoho_id must be a string'],
    ['a nesting without end', `{"a":${'['.repeat(10_000)}`, 'nests deeper than 16'],
  ])('refuses %s', async (_, text, message) => {
    for (const length of [1, 1_000_000]) {
      const attempt = readJson(text, length);
      await expect(attempt).rejects.toThrow(RequestError);
      await expect(attempt).rejects.toThrow(message);
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
      'auth is given twice',
    ],
    ['a size that is none', [['size', '1e3']], 'size must be a number of bytes'],
    ['an endless field', [['auth', 'a'.repeat(9000)]], 'auth is longer than 8192 bytes'],
  ] as const)('refuses %s', async (_, fields, message) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    await expect(readForm(form)).rejects.toThrow(RequestError);
    await expect(readForm(form)).rejects.toThrow(message);
  });
});
