import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { within } from './within.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const late = () => new Error('late');

it('gives the answer, or what the question failed with', async () => {
  expect(await within(100, Promise.resolve('yes'), late)).toBe('yes');
  await expect(within(100, Promise.reject(new Error('no')), late)).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up in time', async () => {
  const end = expect(within(100, new Promise(() => undefined), late)).rejects.toThrow('late');
  await vi.advanceTimersByTimeAsync(101);
  await end;
});

it('begins anew where it is told that it is not late yet, and leaves nothing behind', async () => {
  let isLate = false;
  const asked = within(100, new Promise(() => undefined), late, () => isLate);
  const end = expect(asked).rejects.toThrow('late');
  await vi.advanceTimersByTimeAsync(1050);
  isLate = true;
  await vi.advanceTimersByTimeAsync(101);
  await end;
  const answer = new Promise<string>((resolve) => setTimeout(() => resolve('yes'), 450));
  const answered = within(100, answer, late, () => false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await answered).toBe('yes');
  expect(vi.getTimerCount()).toBe(0);
});

it('takes an answer that was there all the while the process was busy', async () => {
  let arrive: (answer: string) => void = () => undefined;
  const answer = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  const end = within(100, answer, late);
  // Both are due: the timer is served first, and what has arrived is read next.
  setTimeout(() => arrive('yes'), 100);
  await vi.advanceTimersByTimeAsync(101);
  expect(await end).toBe('yes');
});
