import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { filesOf, openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

let gateway: SocketGateway;
beforeAll(async () => {
  gateway = await openSocketGateway();
});
afterAll(() => gateway.close());
afterEach(() => gateway.services.ledger.reset());

const type = { 'content-type': 'multipart/form-data; boundary=b' };
const refused = (error: string) => ({ status: 400, body: { success: false, error } });

const part = (head: string, content: string): Buffer =>
  Buffer.from(`--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`);
const ticket = (): Buffer => part('name="zoho_id"', gateway.ticket.id);
const good = (name: string): Buffer => part(`name="a"; filename="${name}"`, 'ABC');
const end = Buffer.from('--b--\r\n');
const send = (...parts: readonly (Buffer | string)[]) =>
  gateway.send({ headers: type, body: Buffer.concat(parts.map((one) => Buffer.from(one))) });

describe('a form that is none', () => {
  const noBoundary = 'multipart/form-data needs a boundary in its Content-Type';
  const invalid = (problem: string) => `The body is not valid multipart/form-data: ${problem}`;

  it.each([
    ['without a boundary', 'multipart/form-data'],
    ['with an empty boundary', 'multipart/form-data; boundary='],
    ['with an empty boundary in quotes', 'multipart/form-data; boundary=""'],
    ['with a boundary beyond 70 characters', `multipart/form-data; boundary=${'b'.repeat(71)}`],
    ['with a boundary that ends in a space', 'multipart/form-data; boundary="b "'],
    ['with a boundary of foreign characters', 'multipart/form-data; boundary="b*é"'],
  ])('is refused: %s', async (_, contentType) => {
    const headers = { 'content-type': contentType };
    expect(await gateway.send({ headers, body: Buffer.concat([ticket(), good('a.txt'), end]) })).toMatchObject(
      refused(noBoundary),
    );
  });

  it.each([
    ['empty', '', 'the body ends before its last boundary (at byte 0)'],
    ['JSON', '{"auth":"x"}', 'the body ends before its last boundary (at byte 12)'],
    [
      'with another boundary',
      '--c\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--c--\r\n',
      'the body ends before its last boundary (at byte 57)',
    ],
    ['cut in a head', '--b\r\ncontent-dispo', 'the body ends before its last boundary (at byte 18)'],
    ['with a boundary that goes on', '--bb\r\n', 'a boundary is not followed by a line end (at byte 5)'],
    [
      'of a part without a name',
      '--b\r\ncontent-type: text/plain\r\n\r\nx\r\n--b--\r\n',
      'a part has no name (at byte 33)',
    ],
    ['of a part without a head', '--b\r\n\r\nx\r\n--b--\r\n', 'a part has no name (at byte 7)'],
    [
      'of a part with a head without end',
      `--b\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      "a part's head is longer than 16384 bytes (at byte 3)",
    ],
  ])('is refused, saying what is wrong and where: %s', async (_, body, problem) => {
    expect(await send(body)).toMatchObject(refused(invalid(problem)));
  });

  it('in its second file says that the first one arrived, and stores no half of the second', async () => {
    const body = Buffer.concat([ticket(), good('a.txt'), good('b.txt')]).subarray(0, -3);
    const answer = await send(body);
    const error = invalid(`the body ends before its last boundary (at byte ${body.length})`);
    expect(answer).toMatchObject({ status: 400, body: { success: false, error, uploaded: 1 } });
    expect(filesOf(answer)).toEqual([
      ['a.txt', 201, null],
      ['b.txt', 502, 'The request broke off in this file'],
    ]);
    expect(gateway.arrived()).toEqual(['a.txt']);
  });

  it.each([
    ['a field twice', [part('name="auth"', 'a'), part('name="auth"', 'a')], 'The field auth is given twice'],
    ['a field without end', [part('name="auth"', 'a'.repeat(9000))], 'The field auth is longer than 8192 bytes'],
    ['a size that is no number', [part('name="size"', '1e3')], 'The field size must be a number of bytes'],
    ['nothing but fields', [part('name="note"', 'x')], 'attachments is required (array)'],
  ])('is refused for its fields: %s', async (_, parts, error) => {
    expect(await send(ticket(), ...parts, end)).toMatchObject(refused(error));
  });

  it('is refused where it is compressed', async () => {
    const headers = { ...type, 'content-encoding': 'gzip' };
    const error = 'A Content-Encoding is not accepted: send the body as it is';
    expect(await gateway.send({ headers, body: 'x' })).toMatchObject({ status: 415, body: { success: false, error } });
  });

  it('with a size that a file does not have refuses that file alone', async () => {
    const size = (bytes: number): Buffer => part('name="size"', String(bytes));
    const answer = await send(
      ticket(),
      size(3),
      good('a.txt'),
      size(2),
      good('x.txt'),
      size(4),
      good('y.txt'),
      good('b.txt'),
      end,
    );
    expect([answer.status, ...filesOf(answer)]).toEqual([
      200,
      ['a.txt', 201, null],
      ['x.txt', 400, 'The file is longer than the 2 bytes that the field size announced'],
      ['y.txt', 400, 'The file is shorter than the 4 bytes that the field size announced'],
      ['b.txt', 201, null],
    ]);
    expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']);
  });
});

describe('a Content-Length that lies', () => {
  const form = (): Buffer => Buffer.concat([ticket(), good('a.txt'), good('b.txt'), end]);
  const head = (length: string): string =>
    `PUT ${omsPaths.put} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${gateway.token}\r\ncontent-type: ${type['content-type']}\r\n${length}\r\n\r\n`;

  it('by too little cuts the form, and nothing that follows is taken for a request', async () => {
    const body = form();
    const length = ticket().length + good('a.txt').length + 70;
    const text = await gateway.say(Buffer.concat([Buffer.from(head(`content-length: ${length}`)), body]));
    const [first = '', ...more] = text.split(/(?=HTTP\/1\.1 )/);
    expect(more).toEqual([]);
    expect(first).toContain('400 Bad Request');
    expect(first).toContain(`the body ends before its last boundary (at byte ${length})`);
    expect(first).toContain('"uploaded":1');
    expect(gateway.arrived()).toEqual(['a.txt']);
  });

  it('by too much ends when the caller sends no more, and says what arrived', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const body = form();
    const lie = Buffer.from(head(`content-length: ${body.length + 1}`));
    const answer = gateway.say(Buffer.concat([lie, body]), '"uploaded":2');
    await vi.waitFor(() => expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']));
    vi.advanceTimersByTime(30_000);
    const text = await answer;
    vi.useRealTimers();
    expect(text).toContain('408 Request Timeout');
    expect(text).toContain('connection: close');
    expect(text).toContain('"error":"The request took too long to arrive"');
  });

  it('by too much ends at last also where the caller is never slow', async () => {
    const body = form();
    const connected = once(gateway.app.server, 'connection');
    const lie = Buffer.from(head(`content-length: ${body.length + 1}`));
    const answer = gateway.say(Buffer.concat([lie, body]), '"uploaded":2');
    const [socket]: unknown[] = await connected;
    await vi.waitFor(() => expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']));
    // As node does it once the time for a whole request is over.
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    gateway.app.server.emit('clientError', late, socket);
    expect(await answer).toContain('408 Request Timeout');
  });

  it('of a chunk cuts the form, and says what arrived', async () => {
    const body = Buffer.concat([ticket(), good('a.txt'), good('b.txt')]);
    async function* broken(): AsyncGenerator<string> {
      yield `${head('transfer-encoding: chunked')}${body.length.toString(16)}\r\n${body.toString()}\r\n`;
      await vi.waitFor(() => expect(gateway.arrived()).toEqual(['a.txt']));
      yield 'hello\r\n';
    }
    const text = await gateway.say(broken(), '"uploaded":1');
    expect(text).toContain('400 Bad Request');
    expect(text).toContain('"error":"The request cannot be read"');
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it.each([
    ['of no number', 'content-length: many'],
    ['below nothing', 'content-length: -1'],
    ['given twice', 'content-length: 5\r\ncontent-length: 6'],
    ['beside chunks', 'content-length: 5\r\ntransfer-encoding: chunked'],
    ['beside chunks that are none', 'transfer-encoding: chunked, identity'],
  ])('is no request that can be read: %s', async (_, length) => {
    const text = await gateway.say(`${head(length)}5\r\nhello\r\n0\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(text).toContain('"detail":"The request cannot be read"');
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('a file name', () => {
  it.each([
    ['as a token (RFC 2183)', 'filename=x.txt', 'x.txt'],
    ['in quotes', 'filename="x; y.txt"', 'x; y.txt'],
    ['with quoted pairs (RFC 822)', 'filename="a \\"b\\" c.txt"', 'a "b" c.txt'],
    ['with a backslash as a quoted pair, which parts a path', 'filename="a\\\\b.txt"', 'b.txt'],
    ['as browsers escape quotes and line ends (WHATWG)', 'filename="a %22b%22%0D%0Ac.txt"', 'a "b" c.txt'],
    ['in UTF-8 (RFC 7578)', 'filename="Orçamento nº 5 – 見積.pdf"', 'Orçamento nº 5 – 見積.pdf'],
    ['by percent (RFC 7578)', 'filename="Or%C3%A7amento%20n%C2%BA%205.pdf"', 'Orçamento nº 5.pdf'],
    ['with percent that a browser means', 'filename="100%25 %41.txt"', '100%25 %41.txt'],
    ['with percent that is none', 'filename="100%C3.txt"', '100%C3.txt'],
    ['extended in UTF-8 (RFC 5987)', "filename*=UTF-8''na%C3%AFve%20%E8%A6%8B.txt", 'naïve 見.txt'],
    ['extended, with a language', "filename*=utf-8'en'na%C3%AFve.txt", 'naïve.txt'],
    ['extended in ISO-8859-1', "filename*=ISO-8859-1''na%EFve.txt", 'naïve.txt'],
    ['extended, which is better than plain', 'filename="naive.txt"; filename*=UTF-8\'\'na%C3%AFve.txt', 'naïve.txt'],
    ['extended, before plain', "filename*=UTF-8''na%C3%AFve.txt; filename=naive.txt", 'naïve.txt'],
    ['extended, but broken: then plain', 'filename="x.txt"; filename*=UTF-8\'\'%ff%fe', 'x.txt'],
    [
      'extended in a charset that nobody must know: then plain',
      'filename="x.txt"; filename*=koi8-r\'\'%C6.txt',
      'x.txt',
    ],
    ['twice: the first', 'filename="a.txt"; filename="b.txt"', 'a.txt'],
    ['in capitals', 'FILENAME="A.TXT"', 'A.TXT'],
    ['with a path', 'filename="/etc/../home/x.txt"', 'x.txt'],
    ['with a path of Windows', 'filename="C:\\docs\\x.txt"', 'x.txt'],
    ['with what turns the eye', 'filename="a\u202etxt.b\u0007.txt"', 'atxt.b.txt'],
    ['too long', `filename="${'見'.repeat(200)}.txt"`, `${'見'.repeat(96)}.txt`],
    ['that is empty', 'filename=""', 'file'],
    ['extended, with a line end', "filename*=UTF-8''a%0D%0Ab.txt", 'a b.txt'],
    ['extended, but broken, and no other', "filename*=UTF-8''%ff%fe", 'file'],
  ])('arrives: %s', async (_, parameter, name) => {
    const answer = await send(
      ticket(),
      part(`name="a"; ${parameter}`, '%PDF-1.7 or text'.slice(name.endsWith('.pdf') ? 0 : 9)),
      end,
    );
    expect([answer.status, ...filesOf(answer)]).toEqual([200, [name, 201, null]]);
    expect(gateway.arrived()).toEqual([name]);
  });

  it('arrives in ISO-8859-1 as it stands', async () => {
    const latin = Buffer.from(part('name="a"; filename="Orçamento.txt"', 'x').toString(), 'latin1');
    expect(await send(ticket(), latin, end)).toMatchObject({ status: 200 });
    expect(gateway.arrived()).toEqual(['Orçamento.txt']);
  });
});

describe('a content type', () => {
  it.each([
    ['that nobody knows', 'application/x-anexo', 'application/x-anexo'],
    ['that is none', 'hello', 'application/octet-stream'],
    ['that is empty', '', 'application/octet-stream'],
    ['with parameters', 'application/x-anexo; charset=utf-8; name="x"', 'application/x-anexo'],
    ['without end', `application/${'x'.repeat(2000)}`, 'application/octet-stream'],
    ['beyond ASCII', 'application/é', 'application/octet-stream'],
  ])('is passed on as far as it is one: %s', async (_, declared, mimeType) => {
    const file = `--b\r\ncontent-disposition: form-data; name=a; filename="data"\r\ncontent-type: ${declared}\r\n\r\nABC\r\n`;
    expect(await send(ticket(), file, end)).toMatchObject({ status: 200, body: { uploaded: 1 } });
    const json = JSON.stringify({
      zoho_id: gateway.ticket.id,
      attachments: [{ name: 'data', contentType: declared, base64: 'QUJD' }],
    });
    expect(await gateway.send({ body: json })).toMatchObject({ status: 200, body: { uploaded: 1 } });
    expect(gateway.services.ledger.all()).toMatchObject([{ mimeType }, { mimeType }]);
  });

  it('cannot bring headers of its own', async () => {
    const contentType = 'text/plain\r\ncontent-disposition: form-data; name="file"; filename="evil.exe"';
    const json = JSON.stringify({
      zoho_id: gateway.ticket.id,
      attachments: [{ name: 'data', contentType, base64: 'QUJD' }],
    });
    expect(await gateway.send({ body: json })).toMatchObject({ status: 200 });
    expect(gateway.services.ledger.all()).toMatchObject([{ name: 'data', mimeType: 'application/octet-stream' }]);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'video/mp4', 'nonsense', ''])(
    'of a request is JSON where it is no form: %j',
    async (contentType) => {
      const body = JSON.stringify({ zoho_id: gateway.ticket.id, attachments: [{ name: 'a.txt', base64: 'QUJD' }] });
      expect(await gateway.send({ headers: { 'content-type': contentType }, body })).toMatchObject({ status: 200 });
      expect(gateway.arrived()).toEqual(['a.txt']);
    },
  );
});
