import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './outcome.ts';

describe('readRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['30', 30_000],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['thu 01 Jan 2026 00:01:00 GMT', 60_000],
    [' Thursday, 01-Jan-26 00:01:00 GMT ', 60_000],
    ['999999999', 999_999_999_000],
    ['9999999999', undefined],
    ['30 s', undefined],
    ['in 30', undefined],
    ['on Thu, 01 Jan 2026 00:01:00 GMT', undefined],
    ['2026-01-01T00:01:00Z', undefined],
    ['01 Jan 2026 00:01:00 GMT', undefined],
    ['soon', undefined],
    [' ', undefined],
    ['-5', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('reads %j as %j ms', (value, expected) => {
    expect(readRetryAfter(value, now)).toBe(expected);
  });
});
