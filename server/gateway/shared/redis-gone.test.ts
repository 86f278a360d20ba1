import { expect, it, vi } from 'vitest';
import { deskSecret, omsSecret, pdf } from '../test-gateway.suite.ts';
import { countOf, createGate, type Instance, openTwoGateways, patience } from './two-gateways.suite.ts';

const delivered = { success: true, uploaded: 1 };
const degraded = { status: 200, body: { status: 'ready', degraded: ['redis'] } };
const ready = { status: 200, body: { status: 'ready' } };

/** What the log says of Redis, in its order. */
const toldBy = ({ log }: Instance): string[] =>
  log.flatMap((line) => /"redis":\{"kind":"([\w-]+)"/.exec(line)?.[1] ?? []);

const told = (instance: Instance, kind: string): Promise<void> =>
  vi.waitFor(() => expect(toldBy(instance).at(-1)).toBe(kind), patience);

it('loses nothing when Redis is killed in mid-work, and shares again when it is back', async () => {
  const gate = createGate();
  const { one, other, services, redis } = await openTwoGateways({ services: { wait: gate.wait } });
  expect(await one.upload(omsSecret)).toMatchObject(delivered);
  const early = { bytes: pdf(3000), key: 'early' };
  const first = await one.upload(deskSecret, early);
  expect(await one.readyz()).toEqual(ready);

  services.faults.set([{ service: 'desk', method: 'POST', kind: 'delay', ms: 1, times: 1 }]);
  const during = { bytes: pdf(3000), key: 'during' };
  const inFlight = one.upload(deskSecret, during);
  await gate.until(1);
  await redis.kill();
  await told(one, 'out-of-reach');
  expect(await one.readyz()).toEqual(degraded);
  gate.open();
  const second = await inFlight;
  expect(second).toMatchObject(delivered);
  for (let count = 0; count < 3; count += 1) expect(await one.upload(omsSecret)).toMatchObject(delivered);
  expect(await one.upload(deskSecret, early)).toEqual(first);
  // This one has no token of its own, nor anyone to ask for it; OMS grants no second, but Zoho does.
  expect(await other.upload(omsSecret)).toMatchObject({ results: [{ outcome: 'busy' }] });
  expect(await other.upload(deskSecret)).toMatchObject(delivered);

  await redis.restart();
  await told(one, 'in-reach');
  await told(other, 'in-reach');
  expect([await one.readyz(), await other.readyz()]).toEqual([ready, ready]);
  expect(await other.upload(deskSecret, early)).toEqual(first);
  expect(await other.upload(deskSecret, during)).toEqual(second);
  expect(countOf(services, 'oms', /get\/auth/)).toBe(2);
  expect(services.ledger.all()).toHaveLength(7);
  expect(toldBy(one)).toEqual(['in-reach', 'out-of-reach', 'in-reach']);
});

it('promises nothing of what began before Redis came back empty: who knew of it may have ended', async () => {
  let nowMs = Date.parse('2026-06-01T12:00:00Z');
  const { one, other, redis } = await openTwoGateways({ now: () => nowMs });
  expect(await other.upload(deskSecret, { key: 'k' })).toMatchObject(delivered);
  other.cutOff();
  await redis.kill();
  await told(one, 'out-of-reach');
  nowMs += 10_000;
  await redis.restart();
  await told(one, 'in-reach');
  expect(await one.callOff(deskSecret, 'k', 10_000)).toMatchObject({ state: 'stopped' });
  nowMs += 1;
  expect(await one.callOff(deskSecret, 'later', 1)).toMatchObject({ state: 'called-off' });
});

it('starts without Redis, and finds it when it comes', async () => {
  const { one, other, services, redis } = await openTwoGateways({ redisRuns: false });
  expect(await one.readyz()).toEqual(degraded);
  expect(await one.upload(omsSecret)).toMatchObject(delivered);
  expect(await one.upload(omsSecret)).toMatchObject(delivered);
  await redis.restart();
  await told(one, 'in-reach');
  await told(other, 'in-reach');
  expect(await other.upload(omsSecret)).toMatchObject(delivered);
  expect(countOf(services, 'oms', /get\/auth/)).toBe(1);
  expect(toldBy(one)).toEqual(['out-of-reach', 'in-reach']);
});

it('says so where Redis hangs from the start', async () => {
  const { redis, open } = await openTwoGateways({ times: { bound: 500, start: 100 } });
  redis.freeze();
  const late = await open();
  expect(await late.upload(deskSecret)).toMatchObject(delivered);
  await told(late, 'out-of-reach');
  expect(await late.readyz()).toEqual(degraded);
  redis.thaw();
  await told(late, 'in-reach');
  expect(toldBy(late)).toEqual(['out-of-reach', 'in-reach']);
});

it('does not wait for a Redis that hangs', async () => {
  const { one, redis } = await openTwoGateways({ times: { bound: 500 } });
  expect(await one.upload(deskSecret)).toMatchObject(delivered);
  redis.freeze();
  const uploads = Array.from({ length: 5 }, () => one.upload(deskSecret));
  expect(await Promise.all(uploads)).toMatchObject(uploads.map(() => delivered));
  expect(await one.readyz()).toEqual(degraded);
  redis.thaw();
  await told(one, 'in-reach');
  expect(await one.readyz()).toEqual(ready);
  expect(toldBy(one).filter((kind) => kind === 'out-of-reach')).toHaveLength(1);
  expect(one.log.join('')).not.toContain('"level":50');
});
