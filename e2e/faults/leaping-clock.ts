import { setImmediate, setTimeout } from 'node:timers/promises';

/** The machine's clock, which can be made to leap ahead: what waits by it then waits no longer. */
export interface LeapingClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds by this clock. Keeps no process alive. */
  wait(ms: number): Promise<void>;
  /** Leaps so many milliseconds, and lets all that falls due on the way go on in its order. */
  leap(ms: number): Promise<void>;
  /** How many wait. */
  waiting(): number;
}

interface Waiter {
  readonly dueMs: number;
  go(): void;
}

export function createLeapingClock(): LeapingClock {
  const waiters = new Set<Waiter>();
  let leaptMs = 0;
  const now = (): number => Date.now() + leaptMs;

  function nextDue(untilMs: number): Waiter | undefined {
    const [next] = [...waiters].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs);
    return next;
  }

  return {
    now,
    wait(ms) {
      return new Promise((resolve) => {
        const waiter: Waiter = {
          dueMs: now() + ms,
          go() {
            if (waiters.delete(waiter)) resolve();
          },
        };
        waiters.add(waiter);
        void setTimeout(ms, undefined, { ref: false }).then(waiter.go);
      });
    },
    async leap(ms) {
      const untilMs = now() + ms;
      for (let next = nextDue(untilMs); next; next = nextDue(untilMs)) {
        leaptMs += Math.max(0, next.dueMs - now());
        next.go();
        // What went on may wait again, for a time that is still within the leap.
        await setImmediate();
        await setImmediate();
      }
      leaptMs += Math.max(0, untilMs - now());
    },
    waiting: () => waiters.size,
  };
}
