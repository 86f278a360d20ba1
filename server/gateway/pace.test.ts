import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchPace } from './pace.ts';

let app: FastifyInstance;
let socket: Socket;
let refused = 0;
let arrived: Promise<FastifyRequest>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  refused = 0;
  app = Fastify({ forceCloseConnections: true });
  watchPace(app, { minBytesPerSecond: 100, windowMs: 10_000 }, (reply) => {
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
