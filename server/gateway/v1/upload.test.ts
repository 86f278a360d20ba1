import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { omsPaths } from '../../../contract/oms.ts';
import { pdf } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, type Request, tickets, type V1Gateway } from './test-v1.suite.ts';

const patience = { timeout: 20_000 };

const [ticket] = tickets.desk;
const path = `/v1/tickets/${ticket}/attachments`;

let gateway: V1Gateway;
let token: string;
beforeEach(async () => {
  gateway = await openV1Gateway();
  token = await gateway.tokenOf('desk');
});
afterEach(async () => {
  gateway.app.server.closeAllConnections();
  await gateway.close();
});

const post = (request: Request) => gateway.ask(path, { method: 'POST', token, ...request });
const stored = () => gateway.services.ledger.onTicket(ticket);

/** A body of the given parts, each with its head and its content. */
function multipart(...parts: readonly (readonly [head: string, content: string])[]): Request {
  const body = parts.map(([head, content]) => `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`);
  return { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: `${body.join('')}--b--\r\n` };
}

const aFile = ['name="file"; filename="a.txt"', 'hello'] as const;

describe('a form', () => {
  it('may name its file in any way, and have fields around it', async () => {
    const field = ['name="note"', 'x'] as const;
    expect(await post(multipart(field, ['name="upload"; filename="b.txt"', 'hi'], field))).toMatchObject({
      status: 201,
    });
    expect(stored()).toMatchObject([{ name: 'b.txt', size: 2, mimeType: 'text/plain' }]);
  });

  it('has its file cleaned of what its name should not hold', async () => {
    const form = formOf(pdf(9), 'C:\\fotos\\..\\inv\u202efdp.\u0007pdf');
    expect(await post({ body: form })).toMatchObject({ status: 201, body: { filename: 'invfdp.pdf' } });
  });

  it('without a file is refused, naming it', async () => {
    expect(await post(multipart(['name="file"', 'no file, but a field']))).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'file'], msg: 'A file is required', type: 'missing' }] },
    });
  });

  it.each([
    ['small', 10],
    ['large', 300_000],
  ])('with two files is refused, and none is stored: %s', async (_, size) => {
    const form = formOf(pdf(size), 'a.pdf');
    form.append('file', new File([new Uint8Array(pdf(size))], 'b.pdf'));
    expect(await post({ body: form })).toMatchObject({
      status: 422,
      body: { detail: 'A request takes one file: send each in its own' },
    });
    expect(stored()).toEqual([]);
  });

  it.each([
    ['without a boundary', { headers: { 'content-type': 'multipart/form-data' }, body: 'x' }, 400],
    ['that is none', { ...multipart(aFile), body: 'hello' }, 400],
    [
      'that is cut off',
      { ...multipart(aFile), body: '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhal' },
      400,
    ],
    [
      'that is compressed',
      {
        ...multipart(aFile),
        headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-encoding': 'gzip' },
      },
      415,
    ],
    ['of another type', { headers: { 'content-type': 'application/octet-stream' }, body: 'hello' }, 415],
    ['of no type', { headers: { 'content-type': '' }, body: 'hello' }, 415],
    [
      'that is too long to be a link',
      { headers: { 'content-type': 'application/json' }, body: ' '.repeat(20_000) },
      413,
    ],
  ])('%s is refused', async (_, request, status) => {
    expect(await post(request)).toMatchObject({ status, body: { detail: expect.any(String) } });
    expect(stored()).toEqual([]);
  });
});

it('says which bodies it takes, by their type alone', async () => {
  const detail = 'The body must be multipart/form-data with a file, or application/json with a link';
  for (const type of ['text/plain', 'text/plain; of=multipart/form-data', 'text/plain; of=application/json']) {
    const { body = '' } = multipart(aFile);
    expect(await post({ headers: { 'content-type': type }, body })).toMatchObject({ status: 415, body: { detail } });
  }
  const long = { headers: { 'content-type': 'application/json' }, body: ' '.repeat(20_000) };
  expect(await post(long)).toMatchObject({ status: 413, body: { detail: 'A body of JSON has at most 16384 bytes' } });
});

describe('the answer to a file', () => {
  const created_at = '2025-06-01T12:00:00.000Z';

  it('describes it as the destination lists it', async () => {
    const { status, body } = await post(multipart(aFile));
    expect(status).toBe(201);
    expect((await gateway.ask(path, { token })).body).toEqual([body]);
    expect(body).toMatchObject({ is_public: false, uploaded_by_user_id: expect.any(String) });
  });

  it('is of our own making where the destination does not tell of it afterwards', async () => {
    gateway.services.faults.set([{ service: 'desk', method: 'GET', kind: 'status', status: 500, body: 'no' }]);
    const { status, body } = await post(multipart(aFile));
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      ticket_id: ticket,
      filename: 'a.txt',
      content_type: 'text/plain',
      size_bytes: 5,
      created_at,
    });
  });

  it('is so too where the destination cannot tell of a file', async () => {
    const [omsTicket] = tickets.oms;
    const own = await gateway.tokenOf('oms');
    const request = { method: 'POST', token: own, ...multipart(['name="file"; filename="a.txt"', 'hello']) };
    const { status, body } = await gateway.ask(`/v1/tickets/${omsTicket}/attachments`, request);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ticket_id: omsTicket, filename: 'a.txt', size_bytes: 5, created_at });
  });
});

it('cuts off a file past the limit, whose length nobody announced', async () => {
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n';
  const pieces = [
    Buffer.from(head),
    ...Array<Buffer>(21).fill(Buffer.alloc(1024 * 1024)),
    Buffer.from('\r\n--b--\r\n'),
  ];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  const { headers = {} } = multipart();
  expect(await post({ headers, body })).toMatchObject({
    status: 413,
    body: { detail: expect.stringContaining('20 MB (20971520 bytes)') },
  });
  expect(stored()).toEqual([]);
});

it('sends a file on while it is still coming, and stops when its caller goes', async () => {
  const uploads = () =>
    gateway.services.requests.all().filter(({ method, path: at }) => method === 'POST' && at.endsWith('/attachments'));
  const { headers = {} } = multipart();
  const authorization = `Bearer ${token}`;
  const caller = httpRequest(`${gateway.url}${path}`, { method: 'POST', headers: { ...headers, authorization } });
  caller.on('error', () => undefined);
  caller.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n');
  caller.write(Buffer.alloc(200_000));
  await vi.waitFor(() => expect(uploads()).toHaveLength(1), patience);
  caller.destroy();
  await vi.waitFor(
    () =>
      expect(gateway.log.some((line) => line.includes('"msg":"request"') && line.includes('attachments'))).toBe(true),
    patience,
  );
  expect(stored()).toEqual([]);
  expect(await post(multipart(aFile))).toMatchObject({ status: 201 });
});

it('answers a caller that may not upload once it has sent all', async () => {
  const { headers = {} } = multipart();
  const caller = httpRequest(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-length': 3_000_000 },
  });
  caller.end(Buffer.alloc(3_000_000));
  const [answer] = await once(caller, 'response');
  expect(answer.statusCode).toBe(401);
  expect(JSON.parse(await text(answer))).toMatchObject({ detail: 'auth is required' });
});

it('answers a caller whose file is refused by its first bytes once it has sent all', async () => {
  const { headers = {} } = multipart();
  const head = Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="setup.exe"\r\n\r\n');
  const caller = httpRequest(`${gateway.url}${path}`, {
    method: 'POST',
    agent: false,
    headers: { ...headers, authorization: `Bearer ${token}`, 'content-length': head.length + 12_000_000 },
  });
  caller.on('error', () => undefined);
  const answered = once(caller, 'response');
  // More than the system's buffers hold: it leaves only if somebody reads it.
  await new Promise<void>((resolve, reject) => {
    caller.write(Buffer.concat([head, Buffer.alloc(12_000_000)]), (error) => (error ? reject(error) : resolve()));
  });
  const [answer] = await answered;
  expect(answer.statusCode).toBe(415);
  caller.destroy();
});

describe('Idempotency-Key', () => {
  const bytes = pdf(100_000);
  const again = (headers: Record<string, string>, name = 'a.pdf', content = bytes) =>
    post({ headers, body: formOf(content, name) });

  it('gives the same attachment again, without a second upload', async () => {
    const key = { 'idempotency-key': 'one' };
    const first = await again(key);
    expect(first.status).toBe(201);
    expect((await again(key)).body).toEqual(first.body);
    expect(stored()).toHaveLength(1);
    expect(await again(key, 'b.pdf')).toMatchObject({ status: 201 });
    expect(await again({ 'idempotency-key': 'two' })).toMatchObject({ status: 201 });
    expect(await again(key, 'a.pdf', pdf(100_000))).toMatchObject({ status: 422 });
    expect(stored()).toHaveLength(3);
  });

  it('is refused where it is no key', async () => {
    for (const key of ['two words', 'x'.repeat(256)]) {
      expect(await again({ 'idempotency-key': key })).toMatchObject({
        status: 400,
        body: { detail: 'Idempotency-Key takes 1 to 255 visible characters' },
      });
    }
    expect(stored()).toEqual([]);
  });
});

it('and the OMS contract lead to the same ticket', async () => {
  await post(multipart(aFile));
  const body = JSON.stringify({ zoho_id: ticket, attachments: [{ name: 'b.txt', base64: 'aGVsbG8=' }] });
  expect(await gateway.ask(omsPaths.put, { method: 'PUT', token, body })).toMatchObject({ status: 200 });
  expect(stored().map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
});

it('writes one line for a file, without its name', async () => {
  await post(multipart(['name="file"; filename="private.txt"', 'hello']));
  const lines = gateway.log.filter((line) => line.includes('"msg":"file"'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    client: 1,
    destination: 'zoho-desk',
    file: { index: 0, bytes: 5, outcome: 'delivered', status: 201 },
  });
  expect(gateway.log.join('')).not.toContain('private');
});
