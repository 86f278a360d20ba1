import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  answerBytes,
  createHttpClient,
  createHttpDownload,
  cut,
  formBody,
  type HttpBody,
  type HttpEnd,
} from './http-client.ts';

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

  it('ends, and does not throw, where a header cannot be sent', async () => {
    const client = createHttpClient({ addresses: ['http://127.0.0.1:1'], silenceMs: 30_000 });
    const headers = { authorization: 'Bearer a\u007fb' };
    const end = await client({ method: 'GET', url: new URL('http://127.0.0.1:1/'), headers, signal });
    expect(end).toEqual({ kind: 'failed', sent: 'nothing', message: expect.stringContaining('no header can hold') });
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

  it('gives up an answer that trickles in, however little it is silent', async () => {
    const url = await listen((_request, response) => {
      const trickle = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(trickle));
    });
    const client = createHttpClient({ addresses: [url], silenceMs: 200 });
    const end = await client({ method: 'GET', url: new URL(url), signal });
    expect(end).toEqual({ kind: 'failed', sent: 'all', message: 'took more than 0.2 s over its answer' });
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
  });
});

describe('what is said of a call that fails', () => {
  const post = (url: string, body: HttpBody, silenceMs = 30_000) =>
    createHttpClient({ addresses: [url], silenceMs })({ method: 'POST', url: new URL(url), body, signal });
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('gone');
  }

  it('names the host that is not configured', async () => {
    const message = 'desk.evil.example is not in the configuration';
    expect(await get('https://desk.evil.example/x', 'https://desk.zoho.com')).toEqual({
      ...{ kind: 'failed', sent: 'nothing', message },
    });
  });

  it('tells a service that is not there', async () => {
    const url = await listen(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    const message = 'could not be reached (ECONNREFUSED)';
    expect(await get(url)).toEqual({ kind: 'failed', sent: 'nothing', message });
  });

  it('tells one that breaks its answer off', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    expect(await get(url)).toMatchObject({ message: expect.stringMatching(/^broke its answer off/) });
  });

  it('tells one that is silent, by the seconds', async () => {
    const url = await listen(() => undefined);
    const end = await createHttpClient({ addresses: [url], silenceMs: 100 })({
      method: 'GET',
      url: new URL(url),
      signal,
    });
    expect(end).toEqual({ kind: 'failed', sent: 'all', message: 'gave no sign of life for 0.1 s' });
  });

  it('tells one that speaks another protocol from then on, by how much it had got', async () => {
    const url = await listen(() => undefined);
    server?.on('connection', (socket: Socket) => {
      const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n';
      socket.once('data', () => socket.write(upgrade));
    });
    const message = 'broke the connection off';
    expect(await get(url)).toEqual({ kind: 'failed', sent: 'all', message });
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(100_000);
    }
    const body = { contentType: 'text/plain', middle: endless(), tail: Buffer.from('.'), length: undefined };
    expect(await post(url, body)).toEqual({ kind: 'failed', sent: 'part', message });
  });

  it('tells a file that broke off before all of it had left', async () => {
    const url = await listen((request) => request.resume());
    const body = { contentType: 'text/plain', middle: broken(), tail: Buffer.from('.'), length: undefined };
    const message = 'did not get the whole file: it broke off';
    expect(await post(url, body)).toEqual({ kind: 'failed', sent: 'part', message });
  });
});

it('asks for JSON where nothing else is asked for, and reads an answer of just the most bytes', async () => {
  let accept: string | undefined;
  const url = await listen((request, response) => {
    accept = request.headers.accept;
    response.end(Buffer.alloc(answerBytes, 'x'));
  });
  expect(await get(url)).toMatchObject({ kind: 'answer', text: 'x'.repeat(answerBytes) });
  expect(accept).toBe('application/json');
});

describe('createHttpDownload', () => {
  const download = (url: string, silenceMs = 30_000, mayCall?: (url: URL) => boolean) =>
    createHttpDownload({ addresses: [url], silenceMs }, mayCall)({ method: 'GET', url: new URL(url), signal });

  it('hands on the body of a good answer as it comes, however long', async () => {
    const piece = Buffer.alloc(answerBytes, 'x');
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      for (let count = 0; count < 4; count += 1) response.write(piece);
      response.end();
    });
    const end = await download(url);
    if (end.kind !== 'content') throw new Error(end.kind);
    expect(end.headers['content-type']).toBe('text/plain');
    expect((await buffer(end.stream)).length).toBe(4 * piece.length);
  });

  it('reads any other answer whole', async () => {
    const url = await listen((_request, response) => response.writeHead(404).end('no'));
    expect(await download(url)).toMatchObject({ kind: 'answer', status: 404, text: 'no' });
  });

  it('fails the body of a service that falls silent, or breaks off', async () => {
    const silent = await listen((_request, response) => response.write('half'));
    const first = await download(silent, 200);
    if (first.kind !== 'content') throw new Error(first.kind);
    await expect(buffer(first.stream)).rejects.toThrow();
    server?.closeAllConnections();
    const broken = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const second = await download(broken);
    if (second.kind !== 'content') throw new Error(second.kind);
    await expect(buffer(second.stream)).rejects.toThrow();
  });

  /** Lasts for as long as a service may be silent, several times over. */
  async function outlast(silenceMs: number): Promise<void> {
    const silent = createServer(() => undefined);
    onTestFinished(() => {
      silent.close();
      silent.closeAllConnections();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    for (let time = 0; time < 4; time += 1) {
      expect(await download(url, silenceMs)).toMatchObject({ message: expect.stringContaining('no sign of life') });
    }
  }

  it('does not take for silence of the service that nobody reads', async () => {
    const long = Buffer.alloc(16 * 1024 * 1024, 'x');
    const url = await listen((_request, response) => response.end(long));
    const end = await download(url, 200);
    if (end.kind !== 'content') throw new Error(end.kind);
    await outlast(200);
    expect((await buffer(end.stream)).equals(long)).toBe(true);
  });

  it('hands on what came whole before it was read, however late that is', async () => {
    const url = await listen((_request, response) => response.end('whole'));
    const end = await download(url, 200);
    if (end.kind !== 'content') throw new Error(end.kind);
    await outlast(200);
    expect((await buffer(end.stream)).toString()).toBe('whole');
  });

  it('fails the body of a service that fell silent while nobody read', async () => {
    const url = await listen((_request, response) => response.write(Buffer.alloc(200_000)));
    const end = await download(url, 200);
    if (end.kind !== 'content') throw new Error(end.kind);
    await outlast(200);
    await expect(buffer(end.stream)).rejects.toThrow();
  });

  it('calls where it may, in place of the addresses', async () => {
    const url = await listen((_request, response) => response.end('x'));
    expect(await download(url, 30_000, () => false)).toMatchObject({ kind: 'failed', sent: 'nothing' });
    const elsewhere = createHttpDownload({ addresses: ['https://desk.zoho.com'], silenceMs: 30_000 }, () => true);
    expect(await elsewhere({ method: 'GET', url: new URL(url), signal })).toMatchObject({ kind: 'content' });
  });
});

describe('cut', () => {
  it('keeps 256 characters as they are', () => {
    expect(cut('x'.repeat(256))).toBe('x'.repeat(256));
    expect(cut('x'.repeat(257))).toBe(`${'x'.repeat(255)}…`);
  });
});
