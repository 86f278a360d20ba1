import { afterEach, expect, it, vi } from 'vitest';
import { createRateLimits, type RateLimits } from '../rate-limits.ts';
import { openShared, type Shared } from './shared.ts';
import { startTestRedis, type TestRedis } from './test-redis.suite.ts';

const opened: Shared[] = [];
afterEach(async () => {
  for (const shared of opened.splice(0)) await shared.close();
});

const none = { count: 0, seconds: 1 };

async function open(redis: TestRedis): Promise<RateLimits> {
  const shared = openShared({
    redisUrl: redis.url,
    signingKey: 'a signing key of 32 characters or more',
    now: Date.now,
    onChange: () => undefined,
    times: { bound: 500, probe: 20, start: 20_000 },
  });
  opened.push(shared);
  await shared.ready();
  const allowances = { address: { count: 3, seconds: 600 }, client: none, 'failed-login': none };
  return createRateLimits({ allowances, makeCounter: shared.makeCounter });
}

const kindsOf = async (ends: Promise<{ readonly kind: string }>[]): Promise<string[]> =>
  (await Promise.all(ends)).map(({ kind }) => kind);

it('counts the requests at all gateways together', async () => {
  const redis = await startTestRedis();
  const [one, other] = [await open(redis), await open(redis)];
  const takes = [one, other, one].map((gateway) => gateway.take('address', '192.0.2.1'));
  expect(await kindsOf(takes)).toEqual(['within', 'within', 'within']);
  expect(await other.look('address', '192.0.2.1')).toMatchObject({ kind: 'exceeded' });
  const last = await other.take('address', '192.0.2.1');
  expect(last).toMatchObject({ kind: 'exceeded', waitMs: expect.any(Number) });
  expect(await one.take('address', '192.0.2.2')).toEqual({ kind: 'within' });
});

it('counts by itself while Redis hangs or is gone, and together again afterwards', async () => {
  const redis = await startTestRedis();
  const one = await open(redis);
  const take = () => one.take('address', '192.0.2.1');
  await take();
  redis.freeze();
  const kinds = await kindsOf([take(), take(), take(), take()]);
  expect(kinds.sort()).toEqual(['exceeded', 'within', 'within', 'within']);
  await redis.kill();
  expect(await one.look('address', '192.0.2.1')).toMatchObject({ kind: 'exceeded' });
  await redis.restart();
  await vi.waitFor(() => expect(opened[0]?.health().kind).toBe('in-reach'), { timeout: 5000 });
  expect(await take()).toEqual({ kind: 'within' });
});
