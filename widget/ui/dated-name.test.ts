import { expect, it } from 'vitest';
import { datedName } from './dated-name.ts';

it('has the date and time of the agent’s clock, in digits that sort', () => {
  expect(datedName('Photo', new Date(2026, 2, 5, 7, 8, 9), 'jpg')).toBe('Photo 2026-03-05 07.08.09.jpg');
});
