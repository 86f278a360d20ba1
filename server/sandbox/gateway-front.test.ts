import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GatewayFront, startGatewayFront } from './gateway-front.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.suite.ts';
import { createSwitchBoard, type SwitchBoard } from './switches.ts';

let gateway: ScriptedService;
let front: GatewayFront;
let board: SwitchBoard;
let waits: number[];

beforeEach(async () => {
  gateway = await startScriptedService();
  board = createSwitchBoard({ tickets: ['1'], languages: ['en'] });
  waits = [];
  front = await startGatewayFront({ port: 0, switches: board.get, wait: async (ms) => void waits.push(ms) });
  front.leadTo(gateway.url);
});

afterEach(async () => {
  await front.close();
  await gateway.close();
});

const put = (): Promise<Response> => fetch(`${front.url}/api/put/ticket_attachments`, { method: 'PUT', body: 'file' });

it('passes requests and answers on as they are', async () => {
  gateway.answer = { status: 413, body: 'too large', headers: { 'x-request-id': '7' } };
  const response = await put();
  expect([response.status, await response.text(), response.headers.get('x-request-id')]).toEqual([
    413,
    'too large',
    '7',
  ]);
  expect(gateway.received).toMatchObject([{ method: 'PUT', url: '/api/put/ticket_attachments', body: 'file' }]);
});

it('waits while switched to slow', async () => {
  board.patch({ gateway: 'slow', slowSeconds: 2 });
  expect((await put()).status).toBe(200);
  expect(waits).toEqual([2000]);
});

it('answers 503 while failing, and breaks off while down: the gateway hears nothing', async () => {
  board.patch({ gateway: 'failing' });
  expect((await put()).status).toBe(503);
  board.patch({ gateway: 'down' });
  await expect(put()).rejects.toThrow('fetch failed');
  expect(gateway.received).toEqual([]);
});

it('never answers while hanging', async () => {
  board.patch({ gateway: 'hanging' });
  const attempt = request(front.url, { method: 'PUT', headers: { expect: '100-continue' } });
  let ended = false;
  attempt.on('response', () => {
    ended = true;
  });
  attempt.on('error', () => undefined);
  attempt.flushHeaders();
  // The front has taken the request in once it asks for the body.
  await once(attempt, 'continue');
  attempt.end('file');
  board.patch({ gateway: 'working' });
  await put();
  expect([ended, gateway.received.length]).toEqual([false, 1]);
  attempt.destroy();
});

it('loses the answer of an upload only, after the gateway took it', async () => {
  board.patch({ gateway: 'answer-lost' });
  await expect(put()).rejects.toThrow('fetch failed');
  expect(gateway.received).toHaveLength(1);
  expect((await fetch(`${front.url}/api/get/auth`, { method: 'POST' })).status).toBe(200);
});

it('breaks off while there is no gateway', async () => {
  const early = await startGatewayFront({ port: 0, switches: board.get, wait: async () => undefined });
  await expect(fetch(early.url)).rejects.toThrow('fetch failed');
  await early.close();
});
