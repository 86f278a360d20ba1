import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Side } from './all-targets.ts';
import type { Target } from './target.ts';
import { type Errand, Message } from './worker.ts';

export interface Hunt {
  readonly inputs: number;
  readonly seed: number;
  /** Of a finding: runs that input alone. */
  readonly path?: string | undefined;
}

export interface Catch {
  readonly inputs: number;
  readonly seconds: number;
  readonly slowestMs: number;
  readonly growthBytes: number;
  /** What was found, in words, with what it takes to see it again. */
  readonly finding: string | undefined;
}

/** The longest that an answer may take, in milliseconds. */
const slowMs = 1000;
/** An input that takes longer has no end, in milliseconds. */
const endlessMs = 60_000;
/** What a thread may hold in all, in megabytes. */
const heapMb = 512;
/** What it may hold more at the end than when a tenth was done, in bytes. */
const mostGrowthBytes = 24 * 1024 * 1024;

/** Gives one target its inputs, in a thread of its own: one that has no end, or takes all memory, ends with it. */
export async function hunt({ name }: Target, side: Side, { inputs, seed, path }: Hunt): Promise<Catch> {
  const begun = new SharedArrayBuffer(4);
  const count = () => Atomics.load(new Int32Array(begun), 0);
  const errand: Errand = { target: name, side, inputs, seed, slowMs, begun, ...(path !== undefined && { path }) };
  const beganMs = performance.now();
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: errand,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: side === 'widget' ? ['--import', new URL('./light-zod.js', import.meta.url).href] : [],
  });
  const isStuck = watch(count);
  const ended = once(worker, 'message').then(
    ([message]) => ({ kind: 'said' as const, message: Message.parse(message) }),
    (error: unknown) => ({
      kind: 'broke' as const,
      words: error instanceof Error ? (error.stack ?? '') : String(error),
    }),
  );
  const end = await Promise.race([ended, isStuck.then(() => ({ kind: 'stuck' as const }))]);
  await worker.terminate();
  isStuck.stop();
  const last = Math.max(0, count() - 1);
  const again = `npm run fuzz -- --target ${name} --seed ${seed} --path ${path ?? last}`;
  const seconds = (performance.now() - beganMs) / 1000;
  const told = { inputs: count(), seconds, slowestMs: slowMs, growthBytes: 0 };
  if (end.kind === 'stuck') return { ...told, finding: `an input has no end: ${again}` };
  if (end.kind === 'broke') return { ...told, finding: `the thread broke: ${end.words}\n${again}` };
  const { slowestMs, growthBytes, report } = end.message;
  const grows = growthBytes > mostGrowthBytes ? `memory has grown by ${growthBytes} bytes: --seed ${seed}` : undefined;
  return { ...told, slowestMs, growthBytes, finding: report ?? grows };
}

/** Settles when nothing has begun for too long. */
function watch(count: () => number): Promise<void> & { stop: () => void } {
  let stop = () => {};
  const stuck = new Promise<void>((resolve) => {
    let [seen, sinceMs] = [count(), performance.now()];
    const timer = setInterval(() => {
      if (count() !== seen) [seen, sinceMs] = [count(), performance.now()];
      else if (performance.now() - sinceMs > endlessMs) resolve();
    }, 1000);
    stop = () => clearInterval(timer);
  });
  return Object.assign(stuck, { stop: () => stop() });
}
