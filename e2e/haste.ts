import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Agent } from './agent.ts';
import { watchRequests } from './requests.ts';

/** Waits for something while the panel's clock leaps ahead. @returns what it came to */
export type Hasten = <T>(until: Promise<T>) => Promise<T>;

/** How far the clock leaps, in milliseconds: less than the panel waits for any answer. */
const leapMs = 2500;

/** How long nothing must have happened before a leap, in milliseconds. */
const quietMs = 100;

/**
 * Takes the clock of an agent's browser in hand. The panel's pauses and timeouts then cost next to nothing, and yet none
 * of them ends before an answer that is on its way: the clock leaps only while nothing is.
 * @param held requests that the test itself holds back
 */
export async function haste({ page }: Agent, held: () => number = () => 0): Promise<Hasten> {
  const context = page.context();
  await context.clock.install();
  const requests = watchRequests(context);
  onTestFinished(requests.stop);

  return async (until) => {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    until.then(over, over);
    while (!isOver) {
      const before = requests.happened();
      await setTimeout(quietMs);
      if (!isOver && requests.happened() === before && requests.open() <= held())
        await context.clock.fastForward(leapMs);
    }
    return until;
  };
}
