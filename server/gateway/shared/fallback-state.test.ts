import { afterEach, expect, it, vi } from 'vitest';
import { createFallbackState, type FallbackParts, type FallbackState, type SharedHealth } from './fallback-state.ts';
import { createMemoryState } from './memory-state.ts';
import { createRedisState, type RedisState } from './redis-state.ts';
import { startTestRedis, type TestRedis } from './test-redis.suite.ts';

const longMs = 60_000;
const opened: FallbackState[] = [];
afterEach(async () => {
  for (const state of opened.splice(0)) await state.close();
});

interface Gateway {
  readonly state: FallbackState;
  readonly changes: SharedHealth[];
}

function openFar(redis: TestRedis, boundMs = 2000): RedisState {
  return createRedisState({ url: redis.url, prefix: 'test:', patienceMs: 2 * boundMs });
}

function open(
  redis: TestRedis,
  boundMs = 2000,
  far = openFar(redis, boundMs),
  onReturning?: FallbackParts['onReturning'],
): Gateway {
  const changes: SharedHealth[] = [];
  const state = createFallbackState({
    far,
    onReturning,
    own: createMemoryState({ now: Date.now }),
    onChange: (health) => void changes.push(health),
    boundMs,
    probeMs: 20,
  });
  opened.push(state);
  return { state, changes };
}

async function reached(...gateways: readonly Gateway[]): Promise<void> {
  await vi.waitFor(
    () => expect(gateways.map(({ state }) => state.health.kind)).toEqual(gateways.map(() => 'in-reach')),
    { timeout: 5000 },
  );
}

async function lost({ state }: Gateway): Promise<void> {
  await vi.waitFor(() => expect(state.health.kind).toBe('out-of-reach'));
}

const place = (holder: string) => ({ name: 'calls', holder, ms: longMs });

it('goes on by itself while Redis is gone, tells so once, and shares again when it is back', async () => {
  const redis = await startTestRedis();
  const [one, other] = [open(redis), open(redis)];
  await reached(one, other);
  await one.state.set('before', '1', longMs);
  await one.state.take(place('a'), 1);

  await redis.kill();
  await lost(one);
  for (let count = 0; count < 20; count += 1) await one.state.set(`during-${count}`, '2', longMs);
  expect(await one.state.get('before')).toBe('1');
  expect(await one.state.get('during-19')).toBe('2');
  expect(await one.state.take(place('b'), 1)).toEqual({ kind: 'full' });
  await lost(other);
  expect(await other.state.get('before')).toBeUndefined();

  await redis.restart();
  await reached(one, other);
  expect(await other.state.get('before')).toBe('1');
  expect(await other.state.get('during-19')).toBe('2');
  expect(await other.state.take(place('c'), 1)).toEqual({ kind: 'full' });
  expect(one.changes).toEqual([
    { kind: 'in-reach' },
    { kind: 'out-of-reach', reason: expect.any(String) },
    { kind: 'in-reach' },
  ]);
});

it('works where Redis is not there at the start, and finds it when it comes', async () => {
  const redis = await startTestRedis(false);
  const one = open(redis);
  await vi.waitFor(() => expect(one.changes).toEqual([{ kind: 'out-of-reach', reason: 'ECONNREFUSED' }]));
  await one.state.set('a', '1', longMs);
  expect(await one.state.get('a')).toBe('1');
  await redis.restart();
  const other = open(redis);
  await reached(one, other);
  expect(await other.state.get('a')).toBe('1');
  expect(one.changes).toHaveLength(2);
});

it('waits for a Redis that hangs once, and not again until it answers', async () => {
  const redis = await startTestRedis();
  const one = open(redis, 300);
  await reached(one);
  await one.state.set('a', '1', longMs);
  redis.freeze();
  expect(await one.state.get('a')).toBe('1');
  expect(one.state.health).toEqual({ kind: 'out-of-reach', reason: 'it gave no answer in time' });
  // None of these reaches the frozen Redis: each would take the whole bound.
  const asked = vi.fn(() => Promise.resolve(1));
  expect(await one.state.ask(asked)).toBeUndefined();
  expect(asked).not.toHaveBeenCalled();
  await one.state.remove('a');
  redis.thaw();
  await reached(one);
  expect(await one.state.get('a')).toBeUndefined();
  expect(await redis.ask('EXISTS', 'test:value:a')).toBe(0);
});

it('brings what changed meanwhile, and takes what others changed', async () => {
  const redis = await startTestRedis();
  const [one, other] = [open(redis, 300), open(redis)];
  await reached(one, other);
  for (const key of ['kept', 'changed', 'removed', 'others']) await one.state.set(key, 'old', longMs);
  redis.freeze();
  await one.state.set('changed', 'new', longMs);
  await one.state.remove('removed');
  redis.thaw();
  await other.state.set('others', 'new', longMs);
  await reached(one);
  const values = await Promise.all(['kept', 'changed', 'removed', 'others'].map((key) => other.state.get(key)));
  expect(values).toEqual(['old', 'new', undefined, 'new']);
});

/** A gateway that can be kept from its Redis, which others reach. */
async function openApart(redis: TestRedis) {
  let away = false;
  const far = openFar(redis);
  const one = open(redis, 2000, {
    ...far,
    isConnected: () => !away && far.isConnected(),
    set: (...args) => (away ? Promise.reject(new Error('away')) : far.set(...args)),
  });
  await reached(one);
  const move = (isAway: boolean): void => {
    away = isAway;
  };
  return { ...one, leave: () => move(true), comeBack: () => move(false) };
}

it('lets what others have set meanwhile be, where its own gives way or was to be removed by its value', async () => {
  const redis = await startTestRedis();
  const [one, other] = [await openApart(redis), open(redis)];
  await reached(other);
  const keys = ['weak', 'strong', 'weak-removed', 'removed', 'weak-alone'];
  one.leave();
  for (const key of keys) {
    await one.state.set(key, 'own', longMs, key.startsWith('weak') ? 'gives-way' : 'replaces');
  }
  await lost(one);
  for (const key of ['weak-removed', 'removed']) await one.state.remove(key, 'own');
  for (const key of keys.slice(0, -1)) await other.state.set(key, "other's", longMs);
  one.comeBack();
  await reached(one);
  expect(await Promise.all(keys.map((key) => other.state.get(key)))).toEqual([
    "other's",
    'own',
    "other's",
    "other's",
    'own',
  ]);
});

it('lets be set what is to replace what is there on each return, and not where nothing was done before', async () => {
  const redis = await startTestRedis();
  let returns = 0;
  const one = open(redis, 2000, openFar(redis), async () => {
    returns += 1;
    await one.state.set('since', `return ${returns}`, longMs);
  });
  const other = open(redis);
  await reached(one, other);
  expect(returns).toBe(0);
  await one.state.set('since', 'start', longMs);
  await redis.kill();
  await lost(one);
  await redis.restart();
  await reached(one, other);
  expect(returns).toBe(1);
  expect(await other.state.get('since')).toBe('return 1');

  const early = await startTestRedis(false);
  const late = open(early, 2000, openFar(early), () => late.state.set('since', 'return', longMs));
  await late.state.set('since', 'start', longMs);
  await early.restart();
  await reached(late);
  expect(await late.state.get('since')).toBe('return');
});

it('brings all once, and then only what changes meanwhile', async () => {
  const redis = await startTestRedis(false);
  const far = openFar(redis);
  const rounds: string[][] = [];
  const meanwhile = ['b', 'c', 'a'];
  const one = open(redis, 2000, {
    ...far,
    async restore(values, places) {
      rounds.push(values.map(({ key, value }) => `${key}${value}`));
      await far.restore(values, places);
      const changed = meanwhile.shift();
      if (changed === 'c') await one.state.remove(changed);
      else if (changed !== undefined) await one.state.set(changed, '2', longMs);
    },
  });
  for (const key of ['a', 'b', 'c']) await one.state.set(key, '1', longMs);
  await redis.restart();
  await reached(one);
  expect(rounds).toEqual([['a1', 'b1', 'c1'], ['b2'], [], ['a2']]);
  const other = open(redis);
  await reached(other);
  expect(await Promise.all(['a', 'b', 'c'].map((key) => other.state.get(key)))).toEqual(['2', '2', undefined]);
});

it('does not take a thrown answer for a loss', async () => {
  const redis = await startTestRedis();
  const one = open(redis);
  await reached(one);
  const answer = new Error('an answer');
  await expect(
    one.state.ask(
      () => Promise.reject(answer),
      (thrown) => thrown === answer,
    ),
  ).rejects.toBe(answer);
  expect(one.state.health.kind).toBe('in-reach');
});
