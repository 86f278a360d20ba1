import { expect, it } from 'vitest';
import { createServiceClock } from './service-clock.ts';

it('knows by how much a service’s clock differs, from its latest answer that told', () => {
  let nowMs = Date.parse('2026-06-01T12:00:00Z');
  const clock = createServiceClock(() => nowMs);
  expect(clock.aheadMs()).toBe(0);
  clock.note('Mon, 01 Jun 2026 12:05:00 GMT');
  nowMs += 60_000;
  expect(clock.aheadMs()).toBe(300_000);
  clock.note('Sun, 31 May 2026 12:01:00 GMT');
  clock.note(undefined);
  clock.note('soon');
  expect(clock.aheadMs()).toBe(-24 * 60 * 60 * 1000);
});
