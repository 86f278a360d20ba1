import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Services, startServices } from './services.ts';
import { callDesk, firstTicket, logInToOms, refreshToken, setFaults, uploadToDesk } from './test-calls.ts';

let services: Services;
let waits: number[];

beforeEach(async () => {
  waits = [];
  services = await startServices({ port: 0, wait: async (ms) => void waits.push(ms) });
});
afterEach(() => services.close());

const post = { service: 'desk', method: 'POST', path: '/attachments$' } as const;
const upload = (signal?: AbortSignal) =>
  uploadToDesk(services, new File(['x'.repeat(1000)], 'a.txt'), signal && { signal });
const stored = () => services.ledger.all().length;

it('answers in place of the service', async () => {
  await setFaults(
    services,
    {
      ...post,
      kind: 'status',
      status: 429,
      body: { errorCode: 'TOO_MANY_REQUESTS' },
      headers: { 'retry-after': '7' },
      times: 1,
    },
    { ...post, kind: 'status', status: 502, body: '<html>Bad Gateway</html>', times: 1 },
    { ...post, kind: 'status', status: 200, body: 'garbage', times: 1 },
    { ...post, kind: 'status', status: 500, times: 1 },
  );
  const busy = await upload();
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await busy.json()).toEqual({ errorCode: 'TOO_MANY_REQUESTS' });
  const bad = await upload();
  expect([bad.status, bad.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
  expect(await (await upload()).text()).toBe('garbage');
  expect((await upload()).status).toBe(500);
  expect(stored()).toBe(0);
  expect((await upload()).status).toBe(200);
  expect(services.requests.all().map((request) => request.status)).toEqual([429, 502, 200, 500, 200]);
});

it('answers otherwise after the service did its part', async () => {
  await setFaults(services, { ...post, kind: 'status', status: 504, body: 'Gateway Timeout', after: true });
  const answer = await upload();
  expect([answer.status, await answer.text()]).toEqual([504, 'Gateway Timeout']);
  expect(stored()).toBe(1);
});

it('strikes only what matches', async () => {
  await setFaults(services, { service: 'oms', kind: 'status', status: 500 });
  expect((await upload()).status).toBe(200);
  expect((await refreshToken(services)).status).toBe(200);
  expect((await logInToOms(services)).status).toBe(500);
  await setFaults(services, { ...post, kind: 'status', status: 500 });
  expect((await callDesk(services, `/${firstTicket(services).id}/attachments`)).status).toBe(200);
});

it('delays', async () => {
  await setFaults(services, { ...post, kind: 'delay', ms: 1500 });
  expect((await upload()).status).toBe(200);
  expect(waits).toEqual([1500]);
});

it('reads and writes slowly', async () => {
  await setFaults(services, { service: 'desk', kind: 'slow', bytesPerSecond: 100 });
  const answer = await upload();
  const sent = services.requests.all()[0]?.contentLength ?? 0;
  const received = (await answer.text()).length;
  const waited = waits.reduce((sum, ms) => sum + ms, 0);
  expect(waited).toBeCloseTo((sent + received) * 10, 3);
  expect(Math.max(...waits)).toBe(100);
  expect(stored()).toBe(1);
});

it('hangs before or after its part, until the caller goes', async () => {
  await setFaults(services, { ...post, kind: 'hang-before', times: 1 }, { ...post, kind: 'hang-after', times: 1 });
  const leave = new AbortController();
  const before = upload(leave.signal);
  const ended = Promise.allSettled([before]);
  await vi.waitUntil(() => services.requests.all().length === 1);
  const after = upload(leave.signal);
  await vi.waitUntil(() => stored() === 1);
  expect(services.requests.all().map((request) => request.status)).toEqual([null, null]);
  leave.abort();
  await expect(after).rejects.toThrow(/abort/);
  expect(await ended).toMatchObject([{ status: 'rejected' }]);
  expect(stored()).toBe(1);
});

it('ends what hangs when the server closes', async () => {
  await setFaults(services, { ...post, kind: 'hang-before', times: 1 }, { ...post, kind: 'hang-after', times: 1 });
  const hanging = Promise.allSettled([upload(), upload()]);
  await vi.waitUntil(() => services.requests.all().length === 2 && stored() === 1);
  await services.close();
  expect((await hanging).map((end) => end.status)).toEqual(['rejected', 'rejected']);
});

it.each([
  ['reset-before', 0],
  ['reset-middle', 0],
  ['reset-after', 1],
])('breaks the connection: %s', async (kind, files) => {
  await setFaults(services, { ...post, kind, times: 1 });
  await expect(upload()).rejects.toThrow('fetch failed');
  expect(stored()).toBe(files);
  expect((await upload()).status).toBe(200);
});

it('breaks off in the middle of its answer', async () => {
  await setFaults(services, { ...post, kind: 'half-answer' });
  const answer = await upload();
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow('terminated');
  expect(stored()).toBe(1);
});

it('breaks the connection of a call without a body, too', async () => {
  await setFaults(services, { service: 'desk', kind: 'reset-middle' });
  await expect(callDesk(services, '/search?ticketNumber=1')).rejects.toThrow('fetch failed');
});
