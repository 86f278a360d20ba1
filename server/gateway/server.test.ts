import dns from 'node:dns';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { attachment, deskCaller, openTestGateway, pdf, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
let port: number;
const sockets: Socket[] = [];

async function open(changes: Record<string, unknown> = {}, prepare?: (app: TestGateway['app']) => void): Promise<void> {
  gateway = await openTestGateway(changes);
  prepare?.(gateway.app);
  port = Number(new URL(await gateway.app.listen({ host: '127.0.0.1', port: 0 })).port);
}
beforeEach(() => open());
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** All that is answered to these bytes until the connection ends. */
async function say(bytes: string): Promise<{ head: string; body: unknown }> {
  const socket = await dial();
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { head: head.toLowerCase(), body: JSON.parse(body) };
}

const idIn = (head: string): string | undefined => /x-request-id: (\S+)/.exec(head)?.[1];

describe('a connection without a request on it that could be read', () => {
  it.each([
    ['is no HTTP', 'HELLO\r\n\r\n', 400, 'The request cannot be read'],
    [
      'has headers beyond reason',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'The headers of the request are too long',
    ],
  ])('is answered and ended where it %s', async (_, bytes, status, detail) => {
    const { head, body } = await say(bytes);
    expect(head).toContain(`http/1.1 ${status} `);
    expect(head).toContain('x-content-type-options: nosniff');
    expect(body).toEqual({ detail, request_id: idIn(head) });
    expect(gateway.log.join('')).toContain(idIn(head));
  });

  it('is answered and ended where it is too slow', async () => {
    const connected = once(gateway.app.server, 'connection');
    const answered = say('GET / HT');
    const [socket]: unknown[] = await connected;
    // As node does it once the time for a header or a whole request is over.
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    gateway.app.server.emit('clientError', late, socket);
    const { head, body } = await answered;
    expect(head).toContain('http/1.1 408 ');
    expect(body).toEqual({ detail: 'The request took too long to arrive', request_id: idIn(head) });
  });
});

it.each([
  ['an address that cannot be taken apart', '/%zz', '', 400, 'The address of the request cannot be read'],
  [
    'an expectation that nobody knows',
    '/healthz',
    'expect: miracles\r\n',
    417,
    'The request expects what is not known',
  ],
])('answers %s, and ends the connection', async (_, path, header, status, detail) => {
  const { head, body } = await say(`GET ${path} HTTP/1.1\r\nhost: x\r\n${header}\r\n`);
  expect(head).toContain(`http/1.1 ${status} `);
  expect(head).toContain('x-content-type-options: nosniff');
  expect(body).toEqual({ detail, request_id: idIn(head) });
});

it('gives no caller more time, room, or connections than it should have', async () => {
  await gateway.close();
  await open({ requestSeconds: 40, maxConnections: 1 });
  expect(gateway.app.server).toMatchObject({
    headersTimeout: 20_000,
    requestTimeout: 40_000,
    keepAliveTimeout: 72_000,
    maxHeadersCount: 100,
    maxConnections: 1,
  });
  await dial();
  const second = await dial();
  if (!second.closed) await once(second, 'close');
  expect(second.bytesRead).toBe(0);
});

describe('the number of a request', () => {
  const ask = (id: string) => gateway.app.inject({ url: '/no/such/path', headers: { 'x-request-id': id } });

  it('is the caller’s own where it is fit for one, in header, body, and log', async () => {
    const answer = await ask('trace-4711.a:b_c');
    expect(answer.headers['x-request-id']).toBe('trace-4711.a:b_c');
    expect(answer.json()).toEqual({ detail: 'Not found', request_id: 'trace-4711.a:b_c' });
    expect(gateway.log.at(-1)).toContain('"reqId":"trace-4711.a:b_c"');
  });

  it.each(['short', 'with space', 'x'.repeat(101), 'a"},{"b":"c'])('is a new one in place of %j', async (id) => {
    const answer = await ask(id);
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.json()).toMatchObject({ request_id: answer.headers['x-request-id'] });
  });
});

it('tells the number of the request also in an answer that was understood, where a file failed, and in no other', async () => {
  const order = (bytes: Buffer) => ({ zoho_id: gateway.ticket.id, attachments: [attachment(bytes)] });
  const authorization = `Bearer ${await gateway.logIn(deskCaller)}`;
  const send = (bytes: Buffer) =>
    gateway.app.inject({ method: 'PUT', url: omsPaths.put, payload: order(bytes), headers: { authorization } });
  const failed = await send(Buffer.alloc(0));
  expect(failed.json()).toMatchObject({ success: false, failed: 1, request_id: failed.headers['x-request-id'] });
  expect((await send(pdf(10))).json()).not.toHaveProperty('request_id');
});

/** A connection to a gateway that answers nothing, and how many requests it has taken. */
async function dialSilent(): Promise<{ socket: Socket; taken(): number }> {
  await gateway.close();
  let taken = 0;
  await open({}, (app) => {
    app.addHook('preHandler', () => new Promise(() => {}));
    app.server.on('request', () => {
      taken += 1;
    });
  });
  return { socket: await dial(), taken: () => taken };
}

it('logs a caller who went away', async () => {
  const { socket, taken } = await dialSilent();
  socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
  await vi.waitFor(() => expect(taken()).toBe(1));
  socket.destroy();
  await vi.waitFor(() => expect(gateway.log.at(-1)).toContain('"status":499'));
});

it('logs a caller who went away once for each request that it did not wait to be answered', async () => {
  const { socket, taken } = await dialSilent();
  socket.write('GET /a HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3));
  await vi.waitFor(() => expect(taken()).toBe(3));
  socket.destroy();
  await vi.waitFor(() => expect(gateway.log.filter((line) => line.includes('"status":499'))).toHaveLength(3));
});

it('takes no more requests of a connection than ten whose answers are still to come', async () => {
  const { socket, taken } = await dialSilent();
  const closed = once(
    socket.on('error', () => undefined),
    'close',
  );
  socket.write('GET /a HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(10));
  await vi.waitFor(() => expect(taken()).toBe(10));
  expect(socket.closed).toBe(false);
  socket.write('GET /a HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(1000));
  await closed;
  await vi.waitFor(() => expect(gateway.log.filter((line) => line.includes('"status":499'))).toHaveLength(10));
});

it('leaves no connection behind at any of the addresses of localhost', async () => {
  await gateway.close();
  gateway = await openTestGateway();
  const both = [{ address: '127.0.0.1' }, { address: '::1' }];
  // Not every machine has both.
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation((host: string, ...rest: readonly unknown[]) => {
    const done = rest.at(-1);
    const first = host === 'localhost' ? '127.0.0.1' : host;
    if (typeof done === 'function') done(null, rest.length > 1 ? both : first, isIP(first));
  });
  port = Number(new URL(await gateway.app.listen({ host: 'localhost', port: 0 })).port);
  lookup.mockRestore();
  const socket = connect(port, '::1').on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write('GET / HT');
  await gateway.close();
  await vi.waitFor(() => expect(socket.closed).toBe(true));
});

it('refuses a route with a schema of Fastify, which nothing would check', async () => {
  await gateway.close();
  gateway = await openTestGateway();
  gateway.app.get('/with-schema', { schema: { querystring: { type: 'object' } } }, async () => 'unchecked');
  await expect(gateway.app.ready()).rejects.toThrow('let zod read');
});
