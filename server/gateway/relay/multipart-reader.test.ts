import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { boundaryOf, MultipartError, readMultipart } from './multipart-reader.ts';

async function* chunks(body: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += length) yield body.subarray(at, at + length);
}

interface Seen {
  name: string;
  fileName: string | undefined;
  mimeType: string;
  bytes: Buffer;
}

async function readAll(body: Buffer, boundary: string, length: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const part of readMultipart(new ByteSource(chunks(body, length)), boundary)) {
    const pieces: Buffer[] = [];
    for await (const piece of part.bytes) pieces.push(Buffer.from(piece));
    seen.push({ name: part.name, fileName: part.fileName, mimeType: part.mimeType, bytes: Buffer.concat(pieces) });
  }
  return seen;
}

/** The body that the platform's own FormData makes. */
async function formBody(form: FormData): Promise<{ body: Buffer; boundary: string }> {
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const boundary = boundaryOf(request.headers.get('content-type') ?? '');
  return { body: Buffer.from(await request.arrayBuffer()), boundary: boundary ?? 'missing' };
}

const partOf = (head: string, content = 'x', boundary = 'B'): Buffer =>
  Buffer.from(`--${boundary}\r\n${head}\r\n\r\n${content}\r\n--${boundary}--\r\n`);

describe('readMultipart', () => {
  it.each([1, 2, 3, 5, 17, 64, 1000, 1_000_000])(
    'reads what FormData writes, in chunks of %d bytes',
    async (length) => {
      const content = randomBytes(3000);
      const form = new FormData();
      form.append('zoho_id', '123');
      form.append('empty', '');
      form.append('attachments', new File([content], 'Orçamento nº 5 – 見積 "x".pdf', { type: 'application/pdf' }));
      form.append('attachments', new File([], 'nothing.txt', { type: 'text/plain' }));
      const { body, boundary } = await formBody(form);
      expect(await readAll(body, boundary, length)).toEqual([
        { name: 'zoho_id', fileName: undefined, mimeType: '', bytes: Buffer.from('123') },
        { name: 'empty', fileName: undefined, mimeType: '', bytes: Buffer.alloc(0) },
        { name: 'attachments', fileName: 'Orçamento nº 5 – 見積 "x".pdf', mimeType: 'application/pdf', bytes: content },
        { name: 'attachments', fileName: 'nothing.txt', mimeType: 'text/plain', bytes: Buffer.alloc(0) },
      ]);
    },
  );

  it.each([1, 3, 8, 1000])('is not fooled by what looks like a boundary, in chunks of %d bytes', async (length) => {
    const content = '\r\n--\r\n--B\r-\r\n--BOUNDAR\r\n\r\n--boundary';
    const [part] = await readAll(
      partOf('Content-Disposition: form-data; name="a"', content, 'BOUNDARY'),
      'BOUNDARY',
      length,
    );
    expect(part?.bytes.toString()).toBe(content);
  });

  it.each([1, 7, 8, 100, 4096])(
    'is not misled by what only begins like a boundary, in chunks of %i',
    async (length) => {
      const content = Buffer.from(`${'\r\n--boun'.repeat(40)}${'\r\n--boundar'.repeat(40)}\r\r\n-\r\n--boundarx`);
      const body = Buffer.concat([
        Buffer.from('--boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
        content,
        Buffer.from('\r\n--boundary--\r\n'),
      ]);
      const [seen] = await readAll(body, 'boundary', length);
      expect(seen?.bytes.toString()).toBe(content.toString());
    },
  );

  it('ignores what stands before the first and after the last boundary', async () => {
    const body = Buffer.concat([
      Buffer.from('preamble\r\n'),
      partOf('Content-Disposition: form-data; name=a'),
      Buffer.from('epilogue'),
    ]);
    expect(await readAll(body, 'B', 7)).toMatchObject([{ name: 'a' }]);
  });

  it('skips what the reader leaves of a part', async () => {
    const form = new FormData();
    form.append('a', new File([randomBytes(500)], 'a'));
    form.append('b', new File([randomBytes(500)], 'b'));
    form.append('c', '1');
    const { body, boundary } = await formBody(form);
    const names: string[] = [];
    for await (const part of readMultipart(new ByteSource(chunks(body, 100)), boundary)) {
      names.push(part.name);
      if (part.name === 'a') for await (const _ of part.bytes) break;
    }
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['plain', 'form-data; name=a; filename=x.txt', 'x.txt'],
    ['quoted', 'form-data; name="a"; filename="x; y.txt"', 'x; y.txt'],
    ['with an escaped quote', 'form-data; name="a"; filename="x\\"y.txt"', 'x"y.txt'],
    ['as browsers escape', 'form-data; name="a"; filename="x%22y%0D%0A.txt"', 'x"y\r\n.txt'],
    ['with a path of Windows', 'form-data; name="a"; filename="C:\\docs\\x.txt"', 'C:\\docs\\x.txt'],
    ['extended', "form-data; name=a; filename=fallback.txt; filename*=UTF-8''na%C3%AFve%20x.txt", 'naïve x.txt'],
    ['extended in Latin 1', "form-data; name=a; filename*=iso-8859-1'en'na%EFve.txt", 'naïve.txt'],
    ['extended, but broken', "form-data; name=a; filename=x.txt; filename*=UTF-8''%ff%fe", 'x.txt'],
    ['in UTF-8', 'form-data; name="a"; filename="見積.pdf"', '見積.pdf'],
    ['empty', 'form-data; name="a"; filename=""', ''],
    ['not at all', 'form-data; name="a"', undefined],
    ['twice: the first counts', 'form-data; name="a"; filename="1"; filename="2"', '1'],
  ])('reads a file name %s', async (_, disposition, fileName) => {
    const [part] = await readAll(partOf(`CONTENT-disposition: ${disposition}`), 'B', 50);
    expect(part).toMatchObject({ name: 'a', fileName });
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'ends before its last boundary'],
    ['a body without boundary', Buffer.from('a=b&c=d'), 'ends before its last boundary'],
    [
      'a cut part',
      Buffer.from('--B\r\nContent-Disposition: form-data; name=a\r\n\r\nab'),
      'ends before its last boundary',
    ],
    ['a cut head', Buffer.from('--B\r\nContent-Dispo'), 'ends before its last boundary'],
    [
      'a cut boundary',
      Buffer.from('--B\r\nContent-Disposition: form-data; name=a\r\n\r\nab\r\n--B'),
      'not followed by a line end',
    ],
    ['a boundary that goes on', Buffer.from('--Bxx\r\n'), 'not followed by a line end'],
    ['a part without a name', partOf('Content-Type: text/plain'), 'has no name'],
    ['a part without a head', Buffer.from('--B\r\n\r\nx\r\n--B--'), 'has no name'],
    ['an endless head', partOf(`X: ${'y'.repeat(20_000)}`), 'longer than 16384 bytes (at byte 3)'],
  ])('refuses %s', async (_, body, message) => {
    for (const length of [1, 1000]) {
      const attempt = readAll(body, 'B', length);
      await expect(attempt).rejects.toThrow(MultipartError);
      await expect(attempt).rejects.toThrow(message);
    }
  });
});

describe('boundaryOf', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data; charset=utf-8; Boundary="a b c"', 'a b c'],
    ['multipart/form-data', undefined],
    ['multipart/form-data; boundary=', undefined],
    ['multipart/form-data; boundary="ends with space "', undefined],
    [`multipart/form-data; boundary=${'a'.repeat(71)}`, undefined],
    ['multipart/mixed; boundary=abc', undefined],
    ['application/json', undefined],
  ])('of %j is %j', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});
