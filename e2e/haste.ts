import { setTimeout } from 'node:timers/promises';
import type { Request } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Agent } from './agent.ts';

/** Waits for something while the panel's clock leaps ahead. @returns what it came to */
export type Hasten = <T>(until: Promise<T>) => Promise<T>;

/** How far the clock leaps, in milliseconds: less than the panel waits for any answer. */
const leapMs = 2500;

/** How long nothing must have happened before a leap, in milliseconds. */
const quietMs = 60;

/** What the panel asks of Zoho, by way of the page, and of the gateway. */
const asked = /\/sandbox\/(?:embedded\/|request$)|\/api\/|\/v1\//;

/**
 * Takes the clock of an agent's browser in hand. The panel's pauses and timeouts then cost next to nothing, and yet none
 * of them ends before an answer that is on its way: the clock leaps only while nothing is.
 * @param held requests that the test itself holds back
 */
export async function haste({ page }: Agent, held: () => number = () => 0): Promise<Hasten> {
  const context = page.context();
  await context.clock.install();
  const open = new Set<Request>();
  let happened = 0;
  const note = (change: (request: Request) => void) => (request: Request) => {
    happened += 1;
    if (asked.test(new URL(request.url()).pathname)) change(request);
  };
  const begin = note((request) => open.add(request));
  const end = note((request) => open.delete(request));
  context.on('request', begin);
  context.on('requestfinished', end);
  context.on('requestfailed', end);
  onTestFinished(() => {
    context.off('request', begin);
    context.off('requestfinished', end);
    context.off('requestfailed', end);
  });

  return async (until) => {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    until.then(over, over);
    while (!isOver) {
      const before = happened;
      await setTimeout(quietMs);
      if (!isOver && happened === before && open.size <= held()) await context.clock.fastForward(leapMs);
    }
    return until;
  };
}
