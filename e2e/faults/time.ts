import { setTimeout } from 'node:timers/promises';
import { watchRequests } from '../requests.ts';
import type { Stage } from './stage.ts';

/** Lets time pass by leaps, so that the widget's pauses and timeouts cost next to nothing. */
export interface Time {
  /**
   * Waits for a condition while the clocks of the browser and the services leap ahead together.
   * @param limit by the stage's clock and by that of this machine, in milliseconds
   * @returns whether it was met within the limits
   */
  until(
    condition: () => Promise<boolean>,
    limit: { readonly leaptMs: number; readonly realMs: number },
  ): Promise<boolean>;
}

/** How far the clocks leap, in milliseconds: less than the widget waits for any answer. */
const leapMs = 2500;

/** How far they leap when leaps have brought nothing, so that only a pause or what hangs can be waited for. */
const longLeapMs = 10_000;

/** After so many leaps that brought nothing. */
const vainLeaps = 2;

/** How long nothing must have happened before a leap, in milliseconds. */
const quietMs = 50;

/** What becomes of requests: whether the leaps wait for them, and how long. */
export type RequestKind = 'hang' | 'end soon' | 'take their time';

/** After so long without anything, in milliseconds, an open request is taken for one that hangs. */
const hungMs: { readonly [kind in RequestKind]: number } = {
  hang: quietMs,
  'end soon': 2000,
  // A gateway that is started again waits until what its predecessor had begun is nobody's any more.
  'take their time': 40_000,
};

/** @param kind of the trial's requests */
export function takeTime({ context, clock }: Pick<Stage, 'context' | 'clock'>, kind: RequestKind): Time {
  const requests = watchRequests(context);

  let vain = 0;
  let seenAtLeap = -1;

  async function leap(): Promise<void> {
    vain = requests.happened() === seenAtLeap && clock.waiting() === 0 ? vain + 1 : 0;
    seenAtLeap = requests.happened();
    const ms = vain < vainLeaps ? leapMs : longLeapMs;
    await context.clock.fastForward(ms);
    await clock.leap(ms);
  }

  /** Waits until nothing happens, for as long as makes a leap harmless. */
  async function quiet(): Promise<void> {
    for (let waitedMs = 0, seen = requests.happened(); ; ) {
      await setTimeout(quietMs);
      waitedMs = requests.happened() === seen ? waitedMs + quietMs : 0;
      seen = requests.happened();
      const enough = requests.open() === 0 || clock.waiting() > 0 ? quietMs : hungMs[kind];
      if (waitedMs >= enough) return;
    }
  }

  return {
    async until(condition, limit) {
      const beganMs = { leapt: clock.now(), real: Date.now() };
      if (await condition()) return true;
      while (Date.now() - beganMs.real <= limit.realMs && clock.now() - beganMs.leapt <= limit.leaptMs) {
        await quiet();
        if (await condition()) return true;
        await leap();
      }
      return condition();
    },
  };
}
