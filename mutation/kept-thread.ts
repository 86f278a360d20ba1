import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from 'vitest/node';

/** After how many runs a thread gives way to a fresh one, lest what tests leave behind piles up. */
const runsOfOne = 40;

interface Kept {
  readonly thread: Worker;
  runs: number;
}

/** That of this process, in which Stryker lets one run follow the other. */
let kept: Kept | undefined;

async function dismiss(): Promise<void> {
  const thread = kept?.thread;
  kept = undefined;
  await thread?.terminate();
}

/**
 * A thread of Vitest that outlives its run, with all modules that were read in it: for the next change, which a run of
 * its own is started for, only the tests are read anew. Vitest ends its own threads with each run. No test may call
 * `vi.setConfig`: Vitest would bring back, after each later file, which tests were asked for then.
 */
class KeptThread implements PoolWorker {
  readonly name = 'kept';
  readonly #options: PoolOptions;
  readonly #events = new EventEmitter();
  readonly #forwarders = ['message', 'error', 'exit'].map((event) => ({
    event,
    forward: (value: unknown) => void this.#events.emit(event, value),
  }));
  /** Whether the run came to its end, so that the thread is fit for the next one. */
  #ended = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    if (kept && kept.runs >= runsOfOne) await dismiss();
    const { distPath, env, execArgv } = this.#options;
    kept ??= { thread: new Worker(resolve(distPath, 'workers/threads.js'), { env, execArgv }), runs: 0 };
    kept.runs += 1;
    for (const { event, forward } of this.#forwarders) kept.thread.on(event, forward);
  }

  on(event: string, listener: (value: unknown) => void): void {
    this.#events.on(event, listener);
  }

  off(event: string, listener: (value: unknown) => void): void {
    this.#events.off(event, listener);
  }

  send(message: WorkerRequest): void {
    if (message.type !== 'stop') {
      kept?.thread.postMessage(message);
      return;
    }
    // In the thread's place, which would leave off listening with it.
    this.#ended = true;
    this.#events.emit('message', { type: 'stopped', __vitest_worker_response__: true });
  }

  async stop(): Promise<void> {
    for (const { event, forward } of this.#forwarders) kept?.thread.off(event, forward);
    if (!this.#ended) await dismiss();
  }

  deserialize(data: unknown): unknown {
    return data;
  }
}

export const keptThread: PoolRunnerInitializer = {
  name: 'kept',
  createPoolWorker: (options) => new KeptThread(options),
};
