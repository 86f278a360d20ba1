import type { Clock } from './clock.ts';

/** A clock for tests: time stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves time on, calling what falls due, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Moves time on, from one due call to the next, until a promise settles. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** A Sunday noon, so that no test rests on the time of day. */
const startMs = Date.UTC(2026, 2, 1, 12);

/** @param othersRun lets the others run before time moves on */
export function createManualClock(othersRun: () => Promise<void> = turnsOfTimers): ManualClock {
  let nowMs = startMs;
  let calls: { readonly dueMs: number; readonly call: () => void }[] = [];

  function next() {
    return calls.reduce<(typeof calls)[number] | undefined>(
      (first, one) => (first && first.dueMs <= one.dueMs ? first : one),
      undefined,
    );
  }

  function fire(due: { readonly dueMs: number; readonly call: () => void }) {
    calls = calls.filter((one) => one !== due);
    nowMs = Math.max(nowMs, due.dueMs);
    due.call();
  }

  return {
    now: () => nowMs,
    after(delayMs, call) {
      const entry = { dueMs: nowMs + delayMs, call };
      calls.push(entry);
      return () => {
        calls = calls.filter((one) => one !== entry);
      };
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        await othersRun();
        const due = next();
        if (!due || due.dueMs > untilMs) break;
        fire(due);
      }
      nowMs = untilMs;
    },
    async run(work) {
      let settled = false;
      const watch = () => {
        settled = true;
      };
      work.then(watch, watch);
      for (;;) {
        await othersRun();
        if (settled) return work;
        const due = next();
        if (!due) throw new Error('Nothing is due any more, and the promise has not settled');
        fire(due);
      }
    },
  };
}

/** Lets promises and what the environment has put off for its next turns run. */
async function turnsOfTimers(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

const { port1: here, port2: there } = new MessageChannel();

/** Lets promises run, but no timers: takes microseconds, for tests of thousands of runs. */
export function turnOfPromises(): Promise<void> {
  return new Promise((resolve) => {
    here.onmessage = () => resolve();
    there.postMessage(undefined);
  });
}
