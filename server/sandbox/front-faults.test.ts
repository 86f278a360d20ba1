import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GatewayFront, startGatewayFront } from './gateway-front.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.suite.ts';
import { createFaultBook, type Fault } from './services/faults.ts';
import { createSwitchBoard } from './switches.ts';

let gateway: ScriptedService;
let front: GatewayFront;
let waits: number[];
const book = createFaultBook();

beforeEach(async () => {
  gateway = await startScriptedService();
  gateway.answer = { status: 201, body: 'stored it', headers: { 'x-request-id': '7' } };
  const { get: switches } = createSwitchBoard({ tickets: ['1'], languages: ['en'] });
  waits = [];
  front = await startGatewayFront({
    port: 0,
    switches,
    takeFault: (request) => book.take({ service: 'gateway', ...request }),
    wait: async (ms) => void waits.push(ms),
  });
  front.leadTo(gateway.url);
});

afterEach(async () => {
  await front.close();
  await gateway.close();
});

type Kind = Fault extends infer One ? (One extends unknown ? Omit<One, 'service'> : never) : never;

/** Sends a file of 100 kB by a way that fails like this. */
async function put(fault: Kind, method = 'PUT'): Promise<Response> {
  book.set([{ ...fault, service: 'gateway', path: '^/put' }]);
  const signal = AbortSignal.timeout(500);
  return fetch(`${front.url}/put?token=1`, { method, body: 'x'.repeat(100_000), signal });
}

it('answers in the place of the gateway, which hears nothing', async () => {
  const response = await put({ kind: 'status', status: 502, body: '<html>Bad Gateway</html>', headers: { vary: 'a' } });
  expect([response.status, await response.text(), response.headers.get('vary')]).toEqual([
    502,
    '<html>Bad Gateway</html>',
    'a',
  ]);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(gateway.received).toEqual([]);
});

it('answers in its place once it has done its part', async () => {
  const response = await put({ kind: 'status', status: 500, body: { error: 'lost' }, after: true });
  expect([response.status, await response.json()]).toEqual([500, { error: 'lost' }]);
  expect(gateway.received).toHaveLength(1);
});

it.each(['reset-before', 'reset-middle', 'hang-before'] as const)(
  'keeps all of it from the gateway: %s',
  async (kind) => {
    await expect(put({ kind })).rejects.toThrow(kind === 'hang-before' ? /timeout/ : /fetch failed/);
    expect(gateway.received).toEqual([]);
  },
);

it.each(['reset-after', 'hang-after'] as const)('keeps the answer from the caller: %s', async (kind) => {
  await expect(put({ kind })).rejects.toThrow(kind === 'hang-after' ? /timeout/ : /fetch failed/);
  expect(gateway.received).toMatchObject([{ method: 'PUT', url: '/put?token=1', body: 'x'.repeat(100_000) }]);
});

it('breaks off in the middle of the answer', async () => {
  const response = await put({ kind: 'half-answer' });
  expect(response.status).toBe(201);
  await expect(response.text()).rejects.toThrow();
});

it('waits before, or slows all down, and then serves as ever', async () => {
  const late = await put({ kind: 'delay', ms: 4000 });
  expect([late.status, await late.text(), waits]).toEqual([201, 'stored it', [4000]]);
  const slow = await put({ kind: 'slow', bytesPerSecond: 10_000 });
  expect([slow.status, await slow.text()]).toEqual([201, 'stored it']);
  expect(Math.round(waits.slice(1).reduce((sum, ms) => sum + ms, 0) / 1000)).toBe(10);
  expect(gateway.received.map(({ body }) => body.length)).toEqual([100_000, 100_000]);
});

it('lets a browser ask for leave, and other paths pass', async () => {
  expect((await put({ kind: 'reset-before' }, 'OPTIONS')).status).toBe(201);
  expect((await fetch(`${front.url}/get`)).status).toBe(201);
});
