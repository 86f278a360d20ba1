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
    [
      'with a folder of Windows that begins with a space',
      'form-data; name="a"; filename="C:\\ docs\\x.txt"',
      'C:\\ docs\\x.txt',
    ],
    ['with a backslash that is escaped', 'form-data; name="a"; filename="x\\\\y.txt"', 'x\\y.txt'],
    ['with no space after the semicolons', 'form-data;name=a;filename=x.txt', 'x.txt'],
    ['with much space everywhere', 'form-data ;  name = a ;  filename  =  "x.txt"  ', 'x.txt'],
    ['by percent', 'form-data; name="a"; filename="na%C3%AFve%20x.txt"', 'naïve x.txt'],
    ['by percent in small letters', 'form-data; name="a"; filename="na%c3%afve.txt"', 'naïve.txt'],
    ['with percent for ASCII alone, which is meant', 'form-data; name="a"; filename="a%20b%7E.txt"', 'a%20b%7E.txt'],
    ['with percent that is followed by one digit', 'form-data; name="a"; filename="100%8 x%C.txt"', '100%8 x%C.txt'],
    ['with percent that is no UTF-8', 'form-data; name="a"; filename="100%C3.txt"', '100%C3.txt'],
    ['with percent beside letters beyond ASCII', 'form-data; name="a"; filename="%C3%AFnaïve.txt"', '%C3%AFnaïve.txt'],
    ['with percent after letters beyond ASCII', 'form-data; name="a"; filename="naïve%C3%AF.txt"', 'naïve%C3%AF.txt'],
    ['as browsers escape', 'form-data; name="a"; filename="x%22y%0D%0A.txt"', 'x"y\r\n.txt'],
    ['with a path of Windows', 'form-data; name="a"; filename="C:\\docs\\x.txt"', 'C:\\docs\\x.txt'],
    ['extended', "form-data; name=a; filename=fallback.txt; filename*=UTF-8''na%C3%AFve%20x.txt", 'naïve x.txt'],
    ['extended in Latin 1', "form-data; name=a; filename*=iso-8859-1'en'na%EFve.txt", 'naïve.txt'],
    ['extended in small letters', "form-data; name=a; filename*=utf-8'pt'na%c3%afve.txt", 'naïve.txt'],
    [
      'extended, with line ends',
      "form-data; name=a; filename=x.txt; filename*=UTF-8''a%0D%0Ab%0d%0a.txt",
      'a\r\nb\r\n.txt',
    ],
    ['extended, but empty', "form-data; name=a; filename=x.txt; filename*=UTF-8''", 'x.txt'],
    ['extended in another charset', "form-data; name=a; filename=x.txt; filename*=koi8-r''%C6.txt", 'x.txt'],
    ['extended in a charset that only ends so', "form-data; name=a; filename=x.txt; filename*=x-utf-8''y.txt", 'x.txt'],
    ['extended without a charset', 'form-data; name=a; filename=x.txt; filename*=y.txt', 'x.txt'],
    ['extended and empty alone', "form-data; name=a; filename*=UTF-8''", ''],
    ['extended and broken alone', "form-data; name=a; filename*=UTF-8''%ff%fe", ''],
    ['extended, but broken', "form-data; name=a; filename=x.txt; filename*=UTF-8''%ff%fe", 'x.txt'],
    ['in UTF-8', 'form-data; name="a"; filename="見積.pdf"', '見積.pdf'],
    ['empty', 'form-data; name="a"; filename=""', ''],
    ['not at all', 'form-data; name="a"', undefined],
    ['by percent, where extended is broken', "form-data; name=a; filename=%C3%AF.txt; filename*=UTF-8''%ff", 'ï.txt'],
    ['twice: the first counts', 'form-data; name="a"; filename="1"; filename="2"', '1'],
  ])('reads a file name %s', async (_, disposition, fileName) => {
    const [part] = await readAll(partOf(`CONTENT-disposition: ${disposition}`), 'B', 50);
    expect(part).toMatchObject({ name: 'a', fileName });
  });

  it('reads the last of each header, whatever stands around it', async () => {
    const head = 'x: y\r\nno header\r\nContent-Type: \t image/png \r\nContent-Disposition:form-data; name=a\r\nz:';
    expect(await readAll(partOf(head), 'B', 1000)).toEqual([
      { name: 'a', fileName: undefined, mimeType: 'image/png', bytes: Buffer.from('x') },
    ]);
  });

  const delimited = (...chunks: string[]): string[] => [
    '--B\r\nContent-Disposition: form-data; name=a\r\n\r\n',
    ...chunks,
  ];

  async function* of(...texts: string[]): AsyncGenerator<Buffer> {
    for (const text of texts) yield Buffer.from(text);
  }

  it.each<[string, string[], string[]]>([
    ['chunk by chunk', ['abc', 'def\r\n--B--'], ['abc', 'def']],
    ['up to what may be a boundary', ['abc\r\n-', '-B--'], ['abc']],
    ['after what began like a boundary', ['abc\r\n-', 'def\r\n--B--'], ['abc', '\r\n-def']],
    ['after line ends, the last of which may begin a boundary', ['\r\r\n\r', '\n--B--'], ['\r\r\n']],
    ['whole, where a line end stands near its end', ['ab\rcd', 'e\r\nf', 'g\r\n--B--'], ['ab\rcd', 'e\r\nf', 'g']],
    ['whole, where only something else stands after a line end', ['ab\r\n--C', '\r\n--B--'], ['ab\r\n--C']],
    ['as nothing', ['\r\n', '--B--'], []],
  ])('gives the bytes of a part %s', async (_, chunked, seen) => {
    const pieces: string[] = [];
    for await (const part of readMultipart(new ByteSource(of(...delimited(...chunked))), 'B')) {
      for await (const piece of part.bytes) pieces.push(String(piece));
    }
    expect(pieces).toEqual(seen);
  });

  it('fails once where a part is cut, and then has nothing more of it', async () => {
    const { value: part } = await readMultipart(new ByteSource(of(...delimited('abc'))), 'B').next();
    const bytes = part?.bytes[Symbol.asyncIterator]();
    expect(await bytes?.next()).toEqual({ done: false, value: Buffer.from('abc') });
    await expect(bytes?.next()).rejects.toThrow('the body ends before its last boundary (at byte 50)');
    expect(await bytes?.next()).toEqual({ done: true, value: undefined });
  });

  it('reads what follows the last boundary to its end', async () => {
    const rest = of(...delimited('x\r\n--B--'), '\r\nepilogue', ' and', ' more');
    for await (const part of readMultipart(new ByteSource(rest), 'B')) expect(part.name).toBe('a');
    expect(await rest.next()).toEqual({ done: true, value: undefined });
  });

  it('reads a head as long as may be, and none that is longer', async () => {
    const disposition = 'Content-Disposition: form-data; name=a\r\nX: ';
    // The line end before the head counts.
    const longest = `${disposition}${'y'.repeat(16_384 - disposition.length - 2)}`;
    for (const length of [100, 1_000_000]) {
      expect(await readAll(partOf(longest), 'B', length)).toMatchObject([{ name: 'a' }]);
      await expect(readAll(partOf(`${longest}y`), 'B', length)).rejects.toThrow(
        "a part's head is longer than 16384 bytes (at byte 3)",
      );
    }
  });

  const early = 'the body ends before its last boundary';
  const goesOn = 'a boundary is not followed by a line end';
  const nameless = 'a part has no name';

  it.each<[string, string | Buffer, string, number]>([
    ['nothing', '', early, 0],
    ['a body without boundary', 'a=b&c=d', early, 7],
    ['a cut part', '--B\r\nContent-Disposition: form-data; name=a\r\n\r\nab', early, 49],
    ['a cut head', '--B\r\nContent-Dispo', early, 18],
    ['a cut boundary', '--B\r\nContent-Disposition: form-data; name=a\r\n\r\nab\r\n--B', goesOn, 54],
    ['a boundary that is cut in its last hyphens', '--B-', goesOn, 4],
    ['a boundary that goes on', '--Bxx\r\n', goesOn, 5],
    ['a part without a name', partOf('Content-Type: text/plain'), nameless, 33],
    ['a part with a disposition that has none', partOf('Content-Disposition: form-data'), nameless, 39],
    ['a part without a head', '--B\r\n\r\nx\r\n--B--', nameless, 7],
    ['an endless head', partOf(`X: ${'y'.repeat(20_000)}`), "a part's head is longer than 16384 bytes", 3],
  ])('refuses %s', async (_, body, problem, position) => {
    for (const length of [1, 1000]) {
      const attempt = readAll(Buffer.from(body), 'B', length);
      await expect(attempt).rejects.toThrow(MultipartError);
      await expect(attempt).rejects.toMatchObject({
        name: 'MultipartError',
        message: `${problem} (at byte ${position})`,
        position,
      });
    }
  });
});

describe('boundaryOf', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data; charset=utf-8; Boundary="a b c"', 'a b c'],
    ['multipart/form-data;boundary=abc', 'abc'],
    ['multipart/form-data ;   boundary=abc', 'abc'],
    ['multipart/form-data; boundary=abc; charset=utf-8', 'abc'],
    ['multipart/form-data; charset=utf-8;boundary=abc', 'abc'],
    [`multipart/form-data; boundary=${'a'.repeat(70)}`, 'a'.repeat(70)],
    ['multipart/form-data; boundary="a"', 'a'],
    ['multipart/form-data; boundary="a?=/:b\'()+_,-."', "a?=/:b'()+_,-."],
    ['multipart/form-data; boundary="a;b"', undefined],
    ['multipart/form-data; boundary=é', undefined],
    ['multipart/form-data; boundary=" "', undefined],
    ['multipart/form-data2; boundary=abc', undefined],
    ['x-multipart/form-data; boundary=abc', undefined],
    ['multipart/form-data; xboundary=abc', undefined],
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
