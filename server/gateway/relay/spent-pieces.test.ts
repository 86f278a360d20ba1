import { expect, it, vi } from 'vitest';
import { createSpentPieces } from './spent-pieces.ts';

const megabyte = 1024 * 1024;

it('collects young objects once for each 6 MiB', () => {
  const collect = vi.fn();
  const pieces = createSpentPieces(collect);
  for (let piece = 0; piece < 5; piece += 1) pieces.add(megabyte);
  expect(collect).not.toHaveBeenCalled();
  pieces.add(megabyte);
  expect(collect).toHaveBeenCalledOnce();
  for (let piece = 0; piece < 6; piece += 1) pieces.add(megabyte);
  expect(collect).toHaveBeenCalledTimes(2);
});

it('leaves all to V8 where it cannot ask for a collection', () => {
  expect(() => createSpentPieces(undefined).add(100 * megabyte)).not.toThrow();
});
