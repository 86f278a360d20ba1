import { setTimeout as wait } from 'node:timers/promises';
import type { Busy } from '../../../contract/outcome.ts';
import type { CallLimit, Entry } from '../../destinations/sharing.ts';
import type { KeptPlaces } from './kept-places.ts';
import type { SharedState } from './shared-state.ts';
import { createTurns } from './turns.ts';

export interface CallLimitParts {
  readonly state: SharedState;
  readonly places: KeptPlaces;
  /** How long a call waits at most, in milliseconds. */
  readonly patienceMs: number;
  /** Milliseconds since some time. */
  readonly elapsed?: () => number;
  /** Resolves after so many milliseconds, or when the signal aborts. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How often it is looked whether another gateway has left a place; each time a little differently. */
const lookMs = 50;
/** After how long without a look nobody waits any longer here: far more, since a busy process looks late. */
const turnMs = 500;
/** When to come again, where nobody knows when a call will be free. */
const comeAgainMs = 2000;
const longestPauseMs = 24 * 60 * 60 * 1000;

interface Waiting {
  readonly sinceMs: number;
  readonly end: (entry: Entry) => void;
}

/**
 * Keeps the calls in flight within a number, over all gateways that share the state. Callers take turns, so that one
 * with very many leaves room for the others; those of one caller go in the order they came. Of one gateway only the one
 * whose turn it is asks the state, which lets the gateways take turns too.
 * @param name of the organisation, from which nothing can be told
 */
export function createCallLimit(
  name: string,
  most: number,
  { state, places, patienceMs, elapsed = () => performance.now(), sleep = sleepUntilAborted }: CallLimitParts,
): CallLimit {
  const key = `calls:${name}`;
  const queue = createTurns<Waiting>();
  let serving = false;
  /** Aborted when something has changed for those who wait. */
  let news = new AbortController();

  function tell(): void {
    news.abort();
    news = new AbortController();
  }

  function turnAway(waiting: Waiting, outcome: Busy): void {
    queue.remove(waiting);
    waiting.end({ kind: 'refused', outcome });
  }

  /** Turns away who has waited for too long, or would have to. @param pauseMs what is left of a pause */
  function turnAwayLate(pauseMs: number): void {
    for (const waiting of queue.all()) {
      const leftMs = waiting.sinceMs + patienceMs - elapsed();
      if (leftMs <= pauseMs) turnAway(waiting, pauseMs > 0 ? paused(pauseMs) : full);
    }
  }

  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    for (let of = queue.turn; of !== undefined; of = queue.turn) {
      const { signal } = news;
      const taking = await places.take(key, most, { of, ms: turnMs });
      if (taking.kind === 'taken') {
        const leave = (): void => {
          taking.leave();
          tell();
        };
        const first = queue.next();
        if (first) first.end({ kind: 'entered', leave });
        else leave();
        continue;
      }
      const pauseMs = taking.kind === 'paused' ? taking.ms : 0;
      turnAwayLate(pauseMs);
      if (queue.turn !== undefined) await sleep(pauseMs || lookMs * (0.5 + Math.random()), signal);
    }
    serving = false;
  }

  return {
    enter({ signal, caller = '' }) {
      if (signal.aborted) return Promise.resolve({ kind: 'refused', outcome: { kind: 'cancelled' } });
      return new Promise((resolve) => {
        const waiting: Waiting = {
          sinceMs: elapsed(),
          end(entry) {
            signal.removeEventListener('abort', goAway);
            resolve(entry);
          },
        };
        function goAway(): void {
          queue.remove(waiting);
          waiting.end({ kind: 'refused', outcome: { kind: 'cancelled' } });
          tell();
        }
        signal.addEventListener('abort', goAway, { once: true });
        queue.add(caller, waiting);
        void serve();
      });
    },
    pause(ms) {
      void state.pause(key, Math.min(ms, longestPauseMs)).then(tell);
    },
  };
}

const full: Busy = {
  kind: 'busy',
  waitMs: comeAgainMs,
  message: 'The organisation has as many calls in flight as it may, and none ended in time',
};

function paused(waitMs: number): Busy {
  return { kind: 'busy', waitMs, message: 'The service asked all callers of the organisation to wait' };
}

async function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
