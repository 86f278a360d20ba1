import { expect, it } from 'vitest';
import { createSharedToken, type FetchToken } from '../../destinations/shared-token.ts';
import { createKeptPlaces } from './kept-places.ts';
import { createMemoryState } from './memory-state.ts';
import { createSeal } from './seal.ts';
import { createTokenStore } from './token-store.ts';

type Fetched = Awaited<ReturnType<FetchToken>>;

/** Two gateways with one state, of which each would fetch its own token. */
function setUp() {
  let nowMs = 1_000_000;
  let fetches = 0;
  const now = (): number => nowMs;
  const state = createMemoryState({ now });
  const seal = createSeal('a signing key of 32 characters or more');
  const places = createKeptPlaces(state, 60_000);
  const waits: (() => void)[] = [];
  let answer = async (): Promise<Fetched> => {
    fetches += 1;
    return { kind: 'granted', token: { kind: 'token', value: `token-${fetches}` }, untilMs: nowMs + 60_000 };
  };
  const open = () =>
    createSharedToken(() => answer(), {
      now,
      store: createTokenStore('name', { state, places, seal, now }),
      wait: () => new Promise<void>((resolve) => void waits.push(resolve)),
    });
  return {
    state,
    store: createTokenStore('name', { state, places, seal, now }),
    one: open(),
    other: open(),
    waits,
    fetches: () => fetches,
    answerWith: (next: () => Promise<Fetched>) => {
      answer = next;
    },
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

const token = (value: string) => ({ kind: 'token', value });

it('fetches one token for all, and another when its time is over', async () => {
  const { one, other, fetches, advance } = setUp();
  expect(await one.get()).toEqual(token('token-1'));
  expect(await other.get()).toEqual(token('token-1'));
  advance(59_999);
  expect(await other.get()).toEqual(token('token-1'));
  advance(1);
  expect(await other.get()).toEqual(token('token-2'));
  expect(await one.get()).toEqual(token('token-2'));
  expect(fetches()).toBe(2);
});

it('waits while another fetches, and takes what that has got', async () => {
  const { one, other, waits, answerWith } = setUp();
  let grant: (end: Fetched) => void = () => undefined;
  answerWith(() => new Promise((resolve) => (grant = resolve)));
  const both = [one.get(), other.get()];
  await expect.poll(() => waits.length).toBe(1);
  grant({ kind: 'granted', token: { kind: 'token', value: 'only' }, untilMs: 2_000_000 });
  await both[0];
  waits[0]?.();
  expect(await Promise.all(both)).toEqual([token('only'), token('only')]);
});

it('fetches by itself when the other got nothing', async () => {
  const { one, other, waits, answerWith } = setUp();
  const ends: ((end: Fetched) => void)[] = [];
  answerWith(() => new Promise((resolve) => void ends.push(resolve)));
  const both = [one.get(), other.get()];
  await expect.poll(() => waits.length).toBe(1);
  ends[0]?.({ kind: 'failed', outcome: { kind: 'unavailable', message: 'gone' }, holdMs: 0 });
  await both[0];
  waits[0]?.();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.({ kind: 'granted', token: { kind: 'token', value: 'second' }, untilMs: 2_000_000 });
  expect(await both[1]).toEqual(token('second'));
});

it('is busy when the other takes too long', async () => {
  const { one, other, waits, answerWith } = setUp();
  answerWith(() => new Promise(() => undefined));
  void one.get();
  const waiting = other.get();
  for (let look = 0; look < 150; look += 1) {
    await expect.poll(() => waits.length, { interval: 1 }).toBe(1);
    waits.pop()?.();
  }
  expect(await waiting).toMatchObject({ kind: 'failed', outcome: { kind: 'busy', waitMs: 5000 } });
});

it('drops a refused token for all, and never takes it again', async () => {
  const { one, other, fetches } = setUp();
  await one.get();
  await other.get();
  one.drop('token-1');
  expect(await one.get()).toEqual(token('token-2'));
  // The other still has the first; what it drops is not what is there by now.
  expect(await other.get()).toEqual(token('token-1'));
  other.drop('token-1');
  expect(await other.get()).toEqual(token('token-2'));
  expect(fetches()).toBe(2);
});

it('shares a refusal for its time, without covering a token', async () => {
  const { one, other, store, answerWith, advance } = setUp();
  let asked = 0;
  answerWith(async () => {
    asked += 1;
    return { kind: 'failed', outcome: { kind: 'busy', message: 'in use', waitMs: 60_000 }, holdMs: 60_000 };
  });
  await one.get();
  advance(20_000);
  expect(await other.get()).toEqual({
    kind: 'failed',
    outcome: { kind: 'busy', message: 'in use', waitMs: 40_000 },
  });
  expect(asked).toBe(1);
  const granted = { reading: { kind: 'token', value: 'token-of-a-third' }, untilMs: 2_000_000 } as const;
  await store.write(granted);
  expect([await one.get(), await other.get()]).toEqual([granted.reading, granted.reading]);
  expect(asked).toBe(1);
});

it('keeps no token in the clear', async () => {
  const { one, state } = setUp();
  await one.get();
  const [kept] = state.values();
  expect(kept).toMatchObject({ key: 'token:name', ms: 60_000 });
  expect(kept?.value).not.toContain('token-1');
  expect(Buffer.from(kept?.value ?? '', 'base64').includes('token-1')).toBe(false);
});

it.each(['', 'nonsense', createSeal('another signing key of the same length').close('{}')])(
  'fetches where what is there cannot be read: %j',
  async (value) => {
    const { one, state } = setUp();
    await state.set('token:name', value, 60_000);
    expect(await one.get()).toEqual(token('token-1'));
  },
);

it('forgets the token that it is told of, and no other', async () => {
  const { store, one, fetches } = setUp();
  await one.get();
  await store.forget('token-7');
  expect((await store.read())?.reading).toEqual(token('token-1'));
  await store.forget('token-1');
  expect(await store.read()).toBeUndefined();
  await store.forget('token-1');
  expect(fetches()).toBe(1);
});

it('takes what another version has put there for nothing', async () => {
  const { store, state } = setUp();
  const seal = createSeal('a signing key of 32 characters or more');
  for (const other of [seal.close('no JSON'), seal.close('{"reading":7}'), 'not sealed']) {
    await state.set('token:name', other, 60_000);
    expect(await store.read()).toBeUndefined();
    await store.forget('token-1');
    expect(await state.get('token:name')).toBe(other);
  }
});
