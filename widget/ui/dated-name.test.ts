import { expect, it } from 'vitest';
import { timeForName } from './dated-name.ts';

it('has the date and time of the agent’s clock, in digits that sort', () => {
  expect(timeForName(new Date(2026, 2, 5, 7, 8, 9))).toBe('2026-03-05 07.08.09');
});
