import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { devNull } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { OmsPutAnswer, omsPaths } from '../../contract/oms.ts';
import {
  attachment,
  deskCaller,
  deskSecret,
  omsSecret,
  openTestGateway,
  pdf,
  type TestGateway,
} from './test-gateway.suite.ts';

const patience = { timeout: 20_000 };

let gateway: TestGateway;
let url: string;
beforeEach(async () => {
  gateway = await openTestGateway();
  url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => gateway.close());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const stored = () => gateway.services.ledger.onTicket(gateway.ticket.id);
const fileOf = (bytes: Buffer, name: string, type: string): File => new File([new Uint8Array(bytes)], name, { type });

async function put(body: FormData | string, headers: Record<string, string> = {}, signal?: AbortSignal) {
  const answer = await fetch(`${url}${omsPaths.put}`, { method: 'POST', body, headers, ...(signal && { signal }) });
  return { status: answer.status, body: (await answer.json()) as unknown, headers: answer.headers };
}

describe.each([
  ['oms', omsSecret],
  ['desk', deskSecret],
] as const)('a file on its way to %s', (via, secret) => {
  it('arrives byte for byte as multipart with a pass', async () => {
    const authorization = `Bearer ${await gateway.pass(secret)}`;
    const big = pdf(9_000_001);
    const small = Buffer.from('a;b\r\n1;2\r\n--not a boundary\r\n');
    const form = new FormData();
    form.append('zoho_id', gateway.ticket.id);
    form.append('attachments', fileOf(big, 'Orçamento nº 5 – "見積".pdf', 'application/pdf'));
    form.append('attachments', fileOf(small, 'notes.txt', ''));
    const { status, body } = await put(form, { authorization });
    expect(status).toBe(200);
    expect(OmsPutAnswer.parse(body)).toMatchObject({ success: true, uploaded: 2, zoho_id: gateway.ticket.id });
    expect(stored()).toMatchObject([
      { name: 'Orçamento nº 5 – "見積".pdf', sha256: sha256(big), size: big.length, via },
      { name: 'notes.txt', sha256: sha256(small), mimeType: 'text/plain', via },
    ]);
  });

  it('arrives byte for byte as base64 in JSON', async () => {
    const bytes = pdf(9_000_001);
    const authorization = `Bearer ${await gateway.pass(secret)}`;
    const request = { zoho_id: gateway.ticket.id, anexos: [attachment(bytes)] };
    expect(await put(JSON.stringify(request), { authorization })).toMatchObject({ status: 200, body: { uploaded: 1 } });
    expect(stored()).toMatchObject([{ sha256: sha256(bytes), via }]);
  });
});

describe('multipart', () => {
  it('may have its fields after the files', async () => {
    const form = new FormData();
    form.append('attachments', fileOf(pdf(100), 'a.pdf', 'application/pdf'));
    form.append('ticket_number', gateway.ticket.number);
    form.append('auth', await gateway.logIn(deskCaller));
    expect(await put(form)).toMatchObject({ status: 200, body: { success: true } });
    expect(stored()).toHaveLength(1);
  });

  it('refuses a file past every limit by itself, and takes the next', async () => {
    const form = new FormData();
    form.append('auth', await gateway.logIn(deskCaller));
    form.append('zoho_id', gateway.ticket.id);
    form.append('attachments', fileOf(pdf(20 * 1024 * 1024 + 1), 'big.pdf', 'application/pdf'));
    form.append('attachments', fileOf(pdf(100), 'a.pdf', 'application/pdf'));
    expect((await put(form)).body).toMatchObject({
      uploaded: 1,
      failed: 1,
      results: [
        { http_code: 413, error: 'The file is too large: at most 20 MB (20971520 bytes) are accepted' },
        { http_code: 201 },
      ],
    });
  });

  it.each([
    ['without auth', {}, 401, 'auth is required'],
    ['without files', { auth: true }, 400, 'attachments is required (array)'],
    [
      'without ticket',
      { auth: true, files: true },
      400,
      'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
    ],
  ])("%s gets the seed's message", async (_, has: { auth?: boolean; files?: boolean }, status, error) => {
    const form = new FormData();
    if (has.auth) form.append('auth', await gateway.logIn());
    if (has.files) form.append('attachments', fileOf(pdf(10), 'a.pdf', 'application/pdf'));
    expect(await put(form)).toMatchObject({ status, body: { success: false, error } });
  });
});

it('answers a request that is too large, also to a caller who reads no answer before it has sent all', async () => {
  await gateway.close();
  gateway = await openTestGateway({ maxRequestBytes: 100_000 });
  url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  const refused = { status: 413, body: { success: false, error: 'The request is larger than 100000 bytes' } };
  const form = new FormData();
  form.append('attachments', fileOf(pdf(3_000_000), 'a.pdf', 'application/pdf'));
  expect(await put(form)).toMatchObject(refused);
  expect(await put(JSON.stringify({ attachments: ['x'.repeat(3_000_000)] }))).toMatchObject(refused);
});

it.each([
  ['whose token is not good', 401, { authorization: 'Bearer none' }],
  ['whose form has no boundary', 400, { 'content-type': 'multipart/form-data' }],
])('answers a caller %s once it has sent all', async (_, status, head) => {
  const headers = { ...head, 'content-length': 12_000_000 };
  const caller = httpRequest(`${url}${omsPaths.put}`, { method: 'PUT', agent: false, headers });
  caller.on('error', () => undefined);
  const answered = once(caller, 'response');
  // More than the system's buffers hold: it leaves only if somebody reads it.
  await new Promise<void>((resolve, reject) => {
    caller.write(Buffer.alloc(12_000_000, ' '), (error) => (error ? reject(error) : resolve()));
  });
  const [answer] = await answered;
  expect(answer.statusCode).toBe(status);
  caller.destroy();
});

it('stops the call of the destination when the caller goes away, and is ready for the next', async () => {
  gateway.services.faults.set([{ service: 'desk', method: 'POST', kind: 'hang-before', times: 1 }]);
  const authorization = `Bearer ${await gateway.pass(deskSecret)}`;
  const key = { authorization, 'idempotency-key': 'one' };
  const body = JSON.stringify({ attachments: [attachment(pdf(16_000_000))] });
  const gone = new AbortController();
  const first = put(body, key, gone.signal);
  const uploads = () => gateway.services.requests.all().filter(({ method }) => method === 'POST');
  await vi.waitFor(() => expect(uploads().some(({ path }) => path.endsWith('/attachments'))).toBe(true), patience);
  gone.abort();
  await expect(first).rejects.toThrow();
  await vi.waitFor(
    () => expect(gateway.log.some((line) => line.includes('"outcome":"cancelled"'))).toBe(true),
    patience,
  );
  expect(await put(body, key)).toMatchObject({ body: { success: true } });
  expect(stored()).toHaveLength(1);
});

it('takes a request that breaks off for no fault of its own', async () => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = `POST ${omsPaths.put} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n`;
  socket.write(`${head}content-length: 1000\r\n\r\n--b\r\n`, () => socket.destroy());
  await once(socket, 'close');
  await gateway.app.close();
  expect(gateway.log.join('')).not.toContain('"fault"');
});

it('says of a fault of its own that it is one, also once it has read the whole request', async () => {
  const handle = await open(devNull);
  const kind: Pick<FileHandle, 'read'> = Object.getPrototypeOf(handle);
  await handle.close();
  const { read } = kind;
  const spy = vi.spyOn(kind, 'read').mockRejectedValue(new Error('the disk is broken')).mockImplementationOnce(read);
  onTestFinished(() => spy.mockRestore());
  const late = { auth: await gateway.logIn(deskCaller), zoho_id: gateway.ticket.id };
  const body = JSON.stringify({ attachments: [attachment(pdf(500), 'a.pdf'), attachment(pdf(500), 'b.pdf')], ...late });
  // What had arrived before is told, too.
  const results = [{ outcome: 'delivered' }, { outcome: 'unavailable' }];
  const error = expect.stringContaining('Internal error: see request');
  expect(await put(body)).toMatchObject({ status: 500, body: { success: false, uploaded: 1, error, results } });
  expect(stored().map(({ name }) => name)).toEqual(['a.pdf']);
  expect(gateway.log.join('')).toContain('the disk is broken');
});

describe('Idempotency-Key', () => {
  const bytes = pdf(500);

  async function repeat(
    times: number,
    change: (index: number) => { key?: string; name?: string; secret?: string } = () => ({}),
  ) {
    return Promise.all(
      Array.from({ length: times }, async (_, index) => {
        const { key = 'one', name = 'a.pdf', secret = deskSecret } = change(index);
        const authorization = `Bearer ${await gateway.pass(secret)}`;
        const request = JSON.stringify({ attachments: [attachment(bytes, name)] });
        return (await put(request, { authorization, 'idempotency-key': key })).body;
      }),
    );
  }

  it('gives the first answer again without a second upload, at once and later', async () => {
    const [first, second] = await repeat(2);
    const [third] = await repeat(1);
    expect(first).toMatchObject({ success: true });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(stored()).toHaveLength(1);
  });

  it('keeps clients, keys, and files apart', async () => {
    const others = [{}, { key: 'two' }, { name: 'b.pdf' }, { secret: omsSecret }];
    await repeat(4, (index) => others[index] ?? {});
    expect(stored()).toHaveLength(4);
  });

  it('keeps two like files of one request apart', async () => {
    const authorization = `Bearer ${await gateway.pass(deskSecret)}`;
    const like = [attachment(pdf(500), 'image.pdf'), attachment(pdf(500), 'image.pdf')];
    await put(JSON.stringify({ attachments: like }), { authorization, 'idempotency-key': 'one' });
    expect(stored()).toHaveLength(2);
  });

  it('sends again what surely did not arrive, and never again what may have', async () => {
    gateway.services.faults.set([{ service: 'oms', path: '/put/', kind: 'status', status: 429, times: 1 }]);
    const forOms = () => ({ secret: omsSecret });
    expect(await repeat(1, forOms)).toMatchObject([{ results: [{ outcome: 'busy' }] }]);
    gateway.services.faults.set([{ service: 'oms', path: '/put/', kind: 'reset-after', times: 1 }]);
    expect(await repeat(1, forOms)).toMatchObject([{ results: [{ outcome: 'unknown' }] }]);
    expect(await repeat(1, forOms)).toMatchObject([{ results: [{ outcome: 'unknown' }] }]);
    expect(stored()).toHaveLength(1);
  });

  it('is refused where it is no key', async () => {
    const authorization = `Bearer ${await gateway.pass(deskSecret)}`;
    for (const key of ['two words', 'x'.repeat(256)]) {
      const answer = await put(JSON.stringify({ attachments: [attachment(pdf(5))] }), {
        authorization,
        'idempotency-key': key,
      });
      expect(answer.status).toBe(400);
    }
  });
});
