import { describe, expect, it } from 'vitest';
import { keeperBounds, makeRoom } from './keeper.ts';

const kept = (id: string, size: number, keptMs: number, order = 0) => ({ id, size, keptMs, order });
const idsOf = (going: readonly { readonly id: string }[] | undefined) => going?.map(({ id }) => id);

describe('makeRoom', () => {
  const bounds = { bytes: 100, ageMs: 1000 };
  const all = [kept('young', 40, 3), kept('second', 20, 1, 2), kept('first', 20, 1, 1)];

  it('lets the oldest go first, and of the same time the one that was picked first', () => {
    expect(idsOf(makeRoom(all, 40, bounds))).toEqual(['first']);
    expect(idsOf(makeRoom(all, 41, bounds))).toEqual(['first', 'second']);
    expect(idsOf(makeRoom(all, 61, bounds))).toEqual(['first', 'second', 'young']);
  });

  it('lets none go where there is just room enough', () => {
    expect(makeRoom(all, 20, bounds)).toEqual([]);
    expect(makeRoom([], 100, bounds)).toEqual([]);
  });

  it('has none for a file that is larger than all room', () => {
    expect(makeRoom([], 101, bounds)).toBeUndefined();
  });
});

it('has 300 MB and seven days', () => {
  expect(keeperBounds).toEqual({ bytes: 314_572_800, ageMs: 604_800_000 });
});
