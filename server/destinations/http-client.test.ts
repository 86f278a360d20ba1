import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { answerBytes, createHttpClient, cut, formBody, type HttpEnd, outcomeWithoutAnswer } from './http-client.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

function listen(handler: RequestListener): Promise<string> {
  const listening = createServer(handler);
  server = listening;
  return new Promise((resolve) => {
    listening.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

const { signal } = new AbortController();

async function get(url: string, address = url): Promise<HttpEnd> {
  return createHttpClient({ addresses: [address], silenceMs: 30_000 })({ method: 'GET', url: new URL(url), signal });
}

describe('createHttpClient', () => {
  it('never calls a host that the configuration does not name', async () => {
    let called = false;
    const url = await listen((_request, response) => {
      called = true;
      response.end();
    });
    const end = await get(url, 'https://desk.zoho.com');
    expect(end).toMatchObject({ kind: 'failed', sent: 'nothing' });
    expect(called).toBe(false);
  });

  it('gives status, Retry-After and text', async () => {
    const url = await listen((_request, response) => response.writeHead(503, { 'retry-after': '5' }).end('é'));
    expect(await get(url)).toEqual({ kind: 'answer', status: 503, retryAfter: '5', text: 'é' });
  });

  it('follows no redirect', async () => {
    const url = await listen((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(await get(url)).toMatchObject({ kind: 'answer', status: 302 });
  });

  it('sends a form with its length', async () => {
    const url = await listen((request, response) => {
      request.pipe(response.writeHead(200, { 'retry-after': request.headers['content-length'] ?? 'none' }));
    });
    const client = createHttpClient({ addresses: [url], silenceMs: 30_000 });
    const end = await client({ method: 'POST', url: new URL(url), body: formBody({ a: 'x y', b: '&' }), signal });
    expect(end).toMatchObject({ kind: 'answer', text: 'a=x+y&b=%26', retryAfter: '11' });
  });

  it('gives up an answer without end, and one that breaks off', async () => {
    const endless = await listen((_request, response) => {
      response.write(Buffer.alloc(answerBytes));
      response.write('!');
    });
    expect(await get(endless)).toMatchObject({
      kind: 'failed',
      sent: 'all',
      message: 'gave an answer that is too long',
    });
    server?.closeAllConnections();
    const cutOff = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    expect(await get(cutOff)).toMatchObject({ kind: 'failed', sent: 'all' });
  });

  it('gives up what is no HTTP', async () => {
    const url = await listen(() => {});
    server?.on('connection', (socket: Socket) => socket.end('garbage\r\n\r\n'));
    expect(await get(url)).toMatchObject({ kind: 'failed' });
  });

  it('does not begin where it is stopped before', async () => {
    const url = await listen((_request, response) => response.end());
    const client = createHttpClient({ addresses: [url], silenceMs: 30_000 });
    const end = await client({ method: 'GET', url: new URL(url), signal: AbortSignal.abort() });
    expect(end).toEqual({ kind: 'aborted', sent: 'nothing' });
    expect(outcomeWithoutAnswer({ kind: 'aborted', sent: 'nothing' }, 'Desk')).toEqual({ kind: 'cancelled' });
  });
});

describe('cut', () => {
  it('keeps 256 characters', () => {
    expect(cut('x'.repeat(256))).toHaveLength(256);
    expect(cut('x'.repeat(257))).toBe(`${'x'.repeat(255)}…`);
  });
});
