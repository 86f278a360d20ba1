import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createHttpClient, formBody, type HttpCall, type HttpClient } from './http-client.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** A service that remembers on which connection each call came. */
async function start(answer: RequestListener): Promise<{ call: Calling; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const listening = createServer((request, response) => {
    sockets.push(request.socket);
    answer(request, response);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  const client = createHttpClient({ addresses: [url.href], silenceMs: 30_000 });
  const { signal } = new AbortController();
  return { sockets, call: (given) => client({ url, signal, ...given }) };
}

type Calling = (call: Pick<HttpCall, 'method' | 'body'>) => ReturnType<HttpClient>;

it('makes the next call on the same connection', async () => {
  const { call, sockets } = await start((request, response) => request.resume().on('end', () => response.end('ok')));
  for (let time = 0; time < 3; time += 1) {
    expect(await call({ method: 'POST', body: formBody({ a: '1' }) })).toMatchObject({ kind: 'answer', text: 'ok' });
  }
  expect(new Set(sockets).size).toBe(1);
});

it('gives up a connection on which an answer came before the whole request had left', async () => {
  const { call, sockets } = await start((_request, response) => response.writeHead(413).end());
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) yield Buffer.alloc(1_000_000);
  }
  const body = { contentType: 'text/plain', middle: endless(), tail: Buffer.from('.'), length: undefined };
  expect(await call({ method: 'POST', body })).toMatchObject({ kind: 'answer', status: 413 });
  expect(await call({ method: 'GET' })).toMatchObject({ kind: 'answer', status: 413 });
  expect(new Set(sockets).size).toBe(2);
});

it('asks again on a new connection where the service closes the kept one at that moment', async () => {
  const { call, sockets } = await start((request, response) => {
    if (sockets.filter((socket) => socket === request.socket).length === 2) request.socket.destroy();
    else request.resume().on('end', () => response.end('ok'));
  });
  expect(await call({ method: 'GET' })).toMatchObject({ kind: 'answer' });
  expect(await call({ method: 'GET' })).toMatchObject({ kind: 'answer', text: 'ok' });
  expect(new Set(sockets).size).toBe(2);
  expect(sockets).toHaveLength(3);
});

it('never sends a file twice by itself', async () => {
  const { call, sockets } = await start((request, response) => {
    request.resume().on('end', () => (sockets.length === 2 ? request.socket.destroy() : response.end('ok')));
  });
  expect(await call({ method: 'POST', body: formBody({ a: '1' }) })).toMatchObject({ kind: 'answer' });
  expect(await call({ method: 'POST', body: formBody({ a: '1' }) })).toMatchObject({ kind: 'failed', sent: 'all' });
  expect(sockets).toHaveLength(2);
});
