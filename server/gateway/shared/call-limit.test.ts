import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallLimit, Entry } from '../../destinations/sharing.ts';
import { createCallLimit } from './call-limit.ts';
import { createKeptPlaces } from './kept-places.ts';
import { createMemoryState } from './memory-state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();
const patienceMs = 10_000;

/** Two gateways with one state. Fake timers move its clock too. */
function setUp(most = 2) {
  const state = createMemoryState({ now: Date.now, elapsed: Date.now });
  const open = (): CallLimit =>
    createCallLimit('org', most, {
      state,
      places: createKeptPlaces(state, 60_000),
      patienceMs,
      elapsed: Date.now,
      sleep: (ms, until) =>
        new Promise((resolve) => {
          const wake = (): void => {
            until.removeEventListener('abort', wake);
            resolve();
          };
          setTimeout(wake, ms);
          until.addEventListener('abort', wake);
        }),
    });
  return { one: open(), other: open() };
}

async function entered(limit: CallLimit): Promise<() => void> {
  const entry = await limit.enter({ signal });
  if (entry.kind !== 'entered') throw new Error(entry.outcome.kind);
  return entry.leave;
}

/** Notes what became of a call, and in which order. */
function follow(ends: string[], name: string, entry: Promise<Entry>): void {
  void entry.then((end) => ends.push(`${name} ${end.kind === 'entered' ? 'entered' : end.outcome.kind}`));
}

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('the limit of calls in flight', () => {
  it('lets no more in than there may be, and the others in the order they came', async () => {
    const { one } = setUp();
    const [first, second] = [await entered(one), await entered(one)];
    const ends: string[] = [];
    for (const name of ['a', 'b', 'c']) follow(ends, name, one.enter({ signal }));
    await pass(500);
    expect(ends).toEqual([]);
    first();
    first();
    await pass();
    expect(ends).toEqual(['a entered']);
    second();
    await pass();
    expect(ends).toEqual(['a entered', 'b entered']);
  });

  it('counts the calls of all gateways, and sees when another has ended one', async () => {
    const { one, other } = setUp();
    const first = await entered(one);
    await entered(other);
    const ends: string[] = [];
    follow(ends, 'a', other.enter({ signal }));
    await pass(500);
    expect(ends).toEqual([]);
    first();
    await pass(75);
    expect(ends).toEqual(['a entered']);
  });

  it('turns away who has waited for too long', async () => {
    const { one } = setUp(1);
    await entered(one);
    const waiting = one.enter({ signal });
    await pass(patienceMs + 75);
    expect(await waiting).toMatchObject({
      kind: 'refused',
      outcome: { kind: 'busy', waitMs: 2000, message: expect.stringContaining('calls in flight') },
    });
  });

  it('serves callers in turns, however many one of them has sent', async () => {
    const { one } = setUp(1);
    const leaves = [await entered(one)];
    const ends: string[] = [];
    const follower = async (caller: string, name: string): Promise<void> => {
      const entry = await one.enter({ signal, caller });
      ends.push(name);
      if (entry.kind === 'entered') leaves.push(entry.leave);
    };
    for (const name of ['a1', 'a2', 'a3', 'a4']) void follower('a', name);
    void follower('b', 'b1');
    void follower('c', 'c1');
    void follower('b', 'b2');
    for (let call = 0; call < 7; call += 1) {
      await pass();
      leaves.shift()?.();
    }
    await pass();
    expect(ends).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('lets the gateways take turns, though one of them sees first when it has ended a call itself', async () => {
    const { one, other } = setUp(1);
    const leaves = [await entered(one)];
    const ends: string[] = [];
    const follower = async (limit: CallLimit, name: string): Promise<void> => {
      const entry = await limit.enter({ signal, caller: 'a' });
      ends.push(name);
      if (entry.kind === 'entered') leaves.push(entry.leave);
    };
    for (const name of ['one 1', 'one 2', 'one 3']) void follower(one, name);
    await pass(75);
    void follower(other, 'other 1');
    for (let call = 0; call < 4; call += 1) {
      await pass(75);
      leaves.shift()?.();
    }
    await pass(150);
    expect(ends).toEqual(['one 1', 'other 1', 'one 2', 'one 3']);
  });

  it('lets go of who goes away, and of no other', async () => {
    const { one } = setUp(1);
    const first = await entered(one);
    const caller = new AbortController();
    const ends: string[] = [];
    follow(ends, 'gone', one.enter(caller));
    follow(ends, 'next', one.enter({ signal }));
    await pass();
    caller.abort();
    await pass();
    expect(ends).toEqual(['gone cancelled']);
    first();
    await pass();
    expect(ends).toEqual(['gone cancelled', 'next entered']);
    expect(await one.enter(caller)).toEqual({ kind: 'refused', outcome: { kind: 'cancelled' } });
  });

  it('gives a place back that came for somebody who has gone', async () => {
    const { one, other } = setUp(1);
    const caller = new AbortController();
    const gone = one.enter(caller);
    caller.abort();
    expect(await gone).toMatchObject({ outcome: { kind: 'cancelled' } });
    await pass(75);
    await entered(other);
  });
});

describe('a pause that the service asked for', () => {
  it('holds for all gateways, and ends as told', async () => {
    const { one, other } = setUp();
    one.pause(3000);
    const ends: string[] = [];
    follow(ends, 'one', one.enter({ signal }));
    follow(ends, 'other', other.enter({ signal }));
    await pass(2999);
    expect(ends).toEqual([]);
    await pass(1);
    expect(ends.toSorted()).toEqual(['one entered', 'other entered']);
  });

  it('turns away at once who would have to wait for too long, with the time to wait', async () => {
    const { one, other } = setUp();
    one.pause(patienceMs + 5000);
    await pass(1000);
    expect(await other.enter({ signal })).toMatchObject({
      kind: 'refused',
      outcome: { kind: 'busy', waitMs: patienceMs + 4000, message: expect.stringContaining('asked all callers') },
    });
  });

  it('is no longer than a day, whatever the service says', async () => {
    const { one } = setUp();
    one.pause(1e12);
    expect(await one.enter({ signal })).toMatchObject({ outcome: { waitMs: 24 * 60 * 60 * 1000 } });
  });
});
