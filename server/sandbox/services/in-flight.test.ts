import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { limitInFlight } from './in-flight.ts';

/** A server that takes one call at a time, and holds up those to `/held` before it counts them. */
async function start() {
  const app = fastify();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seen = new Promise<Socket>((resolve) => {
    app.addHook('onRequest', async ({ url, raw }) => {
      if (url !== '/held') return;
      resolve(raw.socket);
      await held;
    });
  });
  limitInFlight(
    app,
    () => 1,
    (reply) => reply.code(429).send('busy'),
  );
  app.get('/held', async () => 'late');
  app.get('/', async () => 'here');
  app.get('/hanging', () => new Promise<never>(() => {}));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  return { url, release, seen };
}

it('refuses a call while another hangs, and takes it once that is gone', async () => {
  const { url } = await start();
  const abort = new AbortController();
  const hanging = fetch(`${url}/hanging`, { signal: abort.signal }).catch(() => 'gone');
  const status = async () => (await fetch(url)).status;
  await expect.poll(status).toBe(429);
  abort.abort();
  expect(await hanging).toBe('gone');
  await expect.poll(status).toBe(200);
});

it('does not count for ever a call whose caller went away before it was counted', async () => {
  const { url, release, seen } = await start();
  const abort = new AbortController();
  const waiting = fetch(`${url}/held`, { signal: abort.signal }).catch(() => 'gone');
  const socket = await seen;
  abort.abort();
  expect(await waiting).toBe('gone');
  if (!socket.destroyed) await once(socket, 'close');
  release();
  await setImmediate();
  expect((await fetch(url)).status).toBe(200);
});
