import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createFallbackState, type FallbackState } from './fallback-state.ts';
import { createMemoryState } from './memory-state.ts';
import { createRedisState, type RedisState } from './redis-state.ts';
import { sharedStateSuite } from './shared-state.suite.ts';
import { startTestRedis, type TestRedis } from './test-redis.suite.ts';

const now = Date.now;
const opened: { close(): Promise<void> }[] = [];
let redis: TestRedis;

function connect(prefix: string): RedisState {
  const state = createRedisState({ url: redis.url, prefix, patienceMs: 5000 });
  opened.push(state);
  return state;
}

function fallBack(far: RedisState): FallbackState {
  const state = createFallbackState({
    far,
    own: createMemoryState({ now }),
    onChange: () => undefined,
    boundMs: 5000,
    probeMs: 60_000,
  });
  opened.push(state);
  return state;
}

beforeEach(async () => {
  redis = await startTestRedis();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

sharedStateSuite('in memory', async () => {
  const one = createMemoryState({ now });
  return { one, other: one };
});

sharedStateSuite('in Redis', async () => {
  const prefix = `${randomUUID()}:`;
  const [one, other] = [connect(prefix), connect(prefix)];
  await vi.waitFor(() => expect([one.isConnected(), other.isConnected()]).toEqual([true, true]));
  return { one, other };
});

sharedStateSuite('in Redis, with memory to fall back on', async () => {
  const [one, other] = [fallBack(connect('two:')), fallBack(connect('two:'))];
  await vi.waitFor(() => expect([one.health.kind, other.health.kind]).toEqual(['in-reach', 'in-reach']));
  return { one, other };
});

sharedStateSuite('in memory, Redis being gone', async () => {
  const one = fallBack(connect('gone:'));
  await vi.waitFor(() => expect(one.health.kind).toBe('in-reach'));
  await redis.kill();
  return { one, other: one };
});
