import { expect, it, vi } from 'vitest';
import { createMemoryState } from './memory-state.ts';

it('forgets nothing that is in force while there is something else to forget', async () => {
  let nowMs = 0;
  const onForgotten = vi.fn<() => void>();
  const state = createMemoryState({ now: () => nowMs, entries: 3, onForgotten });
  await state.set('long', '1', 10_000);
  for (let count = 0; count < 9; count += 1) {
    await state.set(`short ${count}`, '2', 1000);
    nowMs += 500;
  }
  expect(await state.get('long')).toBe('1');
  expect(await state.get('short 8')).toBe('2');
  expect(onForgotten).not.toHaveBeenCalled();
});

it('forgets the oldest past its bound, and says so once, where that was still in force', async () => {
  let nowMs = 0;
  const onForgotten = vi.fn<() => void>();
  const state = createMemoryState({ now: () => nowMs, entries: 2, onForgotten });
  await state.set('a', '1', 1000);
  await state.set('b', '2', 5000);
  nowMs = 1000;
  await state.set('c', '3', 5000);
  expect(onForgotten).not.toHaveBeenCalled();
  await state.set('b', '4', 5000);
  expect(onForgotten).not.toHaveBeenCalled();
  await state.set('d', '5', 5000);
  await state.set('e', '6', 5000);
  expect(onForgotten).toHaveBeenCalledTimes(1);
  expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => state.get(key)))).toEqual([
    undefined,
    undefined,
    undefined,
    '5',
    '6',
  ]);
});
