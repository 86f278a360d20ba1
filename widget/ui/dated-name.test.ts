import { expect, it } from 'vitest';
import { nameOnce, timeForName } from './dated-name.ts';

it('has the date and time of the agent’s clock, in digits that sort', () => {
  expect(timeForName(new Date(2026, 2, 5, 7, 8, 9))).toBe('2026-03-05 07.08.09');
});

it('gives no name twice, whatever else is named meanwhile', () => {
  const names = ['png', 'png', 'jpg', 'png'].map((ending) => nameOnce('Picture 2026-03-05 07.08.09', ending));
  expect(names).toEqual([
    'Picture 2026-03-05 07.08.09.png',
    'Picture 2026-03-05 07.08.09 (2).png',
    'Picture 2026-03-05 07.08.09.jpg',
    'Picture 2026-03-05 07.08.09 (3).png',
  ]);
});
