import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createKeptPlaces } from './kept-places.ts';
import { createMemoryState } from './memory-state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const state = createMemoryState({ now: Date.now, elapsed: Date.now });
  return { state, alive: createKeptPlaces(state, 1000), other: createKeptPlaces(state, 1000) };
}

it('keeps a place for as long as its gateway lives and wants it', async () => {
  const { alive, other } = setUp();
  const taking = await alive.take('calls', 1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await other.take('calls', 1)).toEqual({ kind: 'full' });
  if (taking.kind !== 'taken') throw new Error('it was not taken');
  taking.leave();
  taking.leave();
  expect(await other.take('calls', 1)).toMatchObject({ kind: 'taken' });
  expect(await alive.take('calls', 1)).toEqual({ kind: 'full' });
});

it('gives the places of a gateway that died to others', async () => {
  const { alive, other } = setUp();
  await alive.take('calls', 1);
  alive.close();
  await vi.advanceTimersByTimeAsync(999);
  expect(await other.take('calls', 1)).toEqual({ kind: 'full' });
  await vi.advanceTimersByTimeAsync(1);
  expect(await other.take('calls', 1)).toMatchObject({ kind: 'taken' });
});

it('says for how long none is given', async () => {
  const { state, other } = setUp();
  await state.pause('calls', 500);
  expect(await other.take('calls', 1)).toEqual({ kind: 'paused', ms: 500 });
});
