import { expect, it } from 'vitest';
import { patienceFor, queryPatience } from './patience.ts';

it('waits a quarter of a minute for an answer to a question', () => {
  expect(queryPatience).toEqual({ stallMs: 15_000, answerMs: 15_000, totalMs: 15_000 });
});

it.each([
  [0, 60_000],
  [32 * 1024, 61_000],
  [20 * 1024 * 1024, 700_000],
])('waits for an answer to %i bytes as long as the slowest line may need', (bytes, answerMs) => {
  expect(patienceFor(bytes)).toEqual({ stallMs: 60_000, answerMs, totalMs: 2 * answerMs });
});
