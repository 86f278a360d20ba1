import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { abandon } from './answers.ts';

/** What the gateway is busy with, and whether it takes more. */
export interface Work {
  readonly stopping: boolean;
  /** Requests in flight. */
  readonly inFlight: number;
  /** Counts a request until its answer is out or its caller gone. */
  begin(answer: ServerResponse): void;
  /** Aborted when nothing is waited for any longer: what is still under way is to be given up. */
  readonly ending: AbortSignal;
  /** Has the end wait for a task too, whose caller may be gone. @returns what the task does */
  during<Result>(task: Promise<Result>): Promise<Result>;
  /** Takes nothing new from now on, and waits for what is in flight. */
  stop(bounds: StopBounds): Promise<void>;
}

export interface StopBounds {
  /** When uploads still under way are given up. */
  readonly finish: Promise<unknown>;
  /** From then on, when nobody is waited for any longer: until then their callers can be told. */
  readonly lastWords: () => Promise<unknown>;
}

export function createWork(): Work {
  const answers = new Set<ServerResponse>();
  const tasks = new Set<Promise<unknown>>();
  const ending = new AbortController();
  // As many as there are calls in flight: Node would take more than ten for a leak, and say so in the log.
  setMaxListeners(0, ending.signal);
  let stopping = false;
  let settle = (): void => undefined;
  const idle = new Promise<void>((resolve) => {
    settle = () => {
      if (stopping && isIdle()) resolve();
    };
  });
  const isIdle = (): boolean => answers.size === 0 && tasks.size === 0;

  return {
    get stopping() {
      return stopping;
    },
    get inFlight() {
      return answers.size;
    },
    begin(answer) {
      answers.add(answer);
      answer.once('close', () => {
        answers.delete(answer);
        settle();
      });
    },
    ending: ending.signal,
    async during(task) {
      tasks.add(task);
      try {
        return await task;
      } finally {
        tasks.delete(task);
        settle();
      }
    },
    async stop({ finish, lastWords }) {
      stopping = true;
      settle();
      await Promise.race([idle, finish]);
      if (isIdle()) return;
      ending.abort();
      for (const answer of answers) abandon(answer);
      await Promise.race([idle, lastWords()]);
    },
  };
}
