import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchPace, watchReaders } from './pace.ts';

let app: FastifyInstance;
let socket: Socket;
let refused = 0;
let cutOff = 0;
let file: Readable;
let arrived: Promise<FastifyRequest>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  refused = 0;
  cutOff = 0;
  app = Fastify({ forceCloseConnections: true, bodyLimit: 100_000_000 });
  const pace = { minBytesPerSecond: 100, windowMs: 10_000 };
  watchReaders(app, pace, (reply) => {
    cutOff += 1;
    reply.raw.destroy();
  });
  watchPace(app, pace, (reply) => {
    refused += 1;
    reply.code(408).header('connection', 'close').send('too slow');
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  // Takes as long as it likes to read.
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  arrived = new Promise((resolve) => app.addHook('preParsing', async (request) => resolve(request)));
  app.post('/', ({ body }) => (body === undefined ? new Promise<never>(() => {}) : body));
  app.get('/file', (_request, reply) => reply.send(file));
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => {});
});

afterEach(async () => {
  vi.useRealTimers();
  socket.destroy();
  await app.close();
});

/** Sends the head of a request, and some of its body. */
async function begin(type: string, announced: number, body: string): Promise<FastifyRequest> {
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${announced}\r\n\r\n${body}`);
  return arrived;
}

/** Sends more, and waits until it is there. */
async function send({ raw }: FastifyRequest, text: string): Promise<void> {
  const wanted = raw.socket.bytesRead + text.length;
  socket.write(text);
  await vi.waitFor(() => expect(raw.socket.bytesRead).toBe(wanted));
}

async function answer(): Promise<string> {
  const [text]: unknown[] = await once(socket, 'data');
  return String(text);
}

it('refuses a body that comes too slowly, while it comes', async () => {
  const request = await begin('application/octet-stream', 10_000, 'x'.repeat(500));
  await vi.waitFor(() => expect(request.raw.readableLength).toBe(0));
  vi.advanceTimersByTime(10_000);
  expect(refused).toBe(1);
  expect(await answer()).toContain('408 Request Timeout');
  expect(request.raw.complete).toBe(false);
});

it('lets pass a body that is slow, but not too slow', async () => {
  const request = await begin('application/octet-stream', 2500, 'x'.repeat(10));
  for (const _ of [1, 2]) {
    await send(request, 'x'.repeat(1000));
    vi.advanceTimersByTime(9999);
  }
  expect(refused).toBe(0);
  socket.write('x'.repeat(490));
  expect(await answer()).toContain('200 OK');
  vi.advanceTimersByTime(60_000);
  expect(refused).toBe(0);
});

it('does not blame the caller while what it sent is not yet read', async () => {
  const request = await begin('multipart/form-data', 1_000_000, 'x'.repeat(1000));
  await vi.waitFor(() => expect(request.raw.readableLength).toBeGreaterThan(0));
  vi.advanceTimersByTime(60_000);
  expect(refused).toBe(0);
  request.raw.resume();
  await vi.waitFor(() => expect(request.raw.readableLength).toBe(0));
  vi.advanceTimersByTime(20_000);
  expect(refused).toBe(1);
});

it('watches no request without a body', async () => {
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n');
  await arrived;
  expect(vi.getTimerCount()).toBe(0);
});

/** Asks for the file, of which nothing is read yet. */
async function ask(stream: Readable): Promise<FastifyRequest> {
  file = stream;
  socket.write('GET /file HTTP/1.1\r\nhost: x\r\n\r\n');
  return arrived;
}

/** So many bytes in pieces. */
function pieces(bytes: number): Readable {
  function* each(): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= 64 * 1024) yield Buffer.alloc(Math.min(left, 64 * 1024), 'x');
  }
  return Readable.from(each(), { objectMode: false });
}

/** Waits until the system takes no more: it keeps megabytes of a connection. */
async function standstill({ raw }: FastifyRequest): Promise<void> {
  let before = -1;
  for (let quiet = 0; quiet < 200; quiet += 1) {
    await setImmediate();
    if (before !== raw.socket.bytesWritten) quiet = 0;
    before = raw.socket.bytesWritten;
  }
}

it('cuts off who takes nothing of a file, once what the system took of it would have had its time', async () => {
  const stream = pieces(64 * 1024 * 1024);
  await standstill(await ask(stream));
  vi.advanceTimersByTime(310_000);
  expect(cutOff).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(cutOff).toBe(1);
  await vi.waitFor(() => expect(stream.destroyed).toBe(true));
  expect(vi.getTimerCount()).toBe(0);
});

it('cuts off who takes nothing of any other long answer', async () => {
  const request = await begin('application/octet-stream', 64_000_000, 'x'.repeat(64_000_000));
  await standstill(request);
  vi.advanceTimersByTime(320_000);
  expect(cutOff).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets who reads a file slowly, but steadily, have all of it', async () => {
  const bytes = 16 * 1024 * 1024;
  await standstill(await ask(pieces(bytes)));
  let taken = 0;
  let pause = 0;
  socket.on('data', (text: string) => {
    taken += text.length;
    if (taken >= pause) socket.pause();
  });
  // 20 kB in each second.
  for (pause = 1_000_000; taken < bytes; pause += 1_000_000) {
    socket.resume();
    await vi.waitFor(() => expect(taken).toBeGreaterThanOrEqual(Math.min(pause, bytes)));
    vi.advanceTimersByTime(50_000);
  }
  expect(cutOff).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

it('does not blame the reader of a file of which nothing more has come', async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push('x');
  await ask(stream);
  expect(await answer()).toContain('200 OK');
  vi.advanceTimersByTime(900_000);
  expect(cutOff).toBe(0);
  stream.push(null);
});
