import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import type { Target } from './target.ts';

/** What the thread is given. */
export const Errand = z.object({
  target: z.string(),
  side: z.enum(['server', 'widget']),
  inputs: z.number(),
  seed: z.number(),
  path: z.string().optional(),
  slowMs: z.number(),
  /** How many inputs have begun, for whoever watches. */
  begun: z.instanceof(SharedArrayBuffer),
});
export type Errand = z.infer<typeof Errand>;

/** What the thread says at its end. */
export const Message = z.object({
  report: z.string().optional(),
  slowestMs: z.number(),
  /** What is in memory at the end that was not there when a tenth was done, in bytes. */
  growthBytes: z.number(),
});
export type Message = z.infer<typeof Message>;

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Only those of one side: what the other side is made of may want more of zod than the widget's own has. */
async function targetsOf(side: Errand['side']): Promise<readonly Target[]> {
  if (side === 'server') return (await import('./server-targets.ts')).serverTargets;
  return (await import('./widget-targets.ts')).widgetTargets;
}

async function work(): Promise<Message> {
  const { target: name, side, inputs, seed, path, slowMs, begun } = Errand.parse(workerData);
  const counter = new Int32Array(begun);
  const target = (await targetsOf(side)).find((one) => one.name === name);
  if (!target) throw new Error(`There is no target ${name}`);
  let slowestMs = 0;
  let done = 0;
  let warmBytes = heapBytes();
  const open = await target.open();
  const end = await open.run({
    inputs,
    seed,
    path,
    slowMs,
    onInput: () => void Atomics.add(counter, 0, 1),
    onDone(ms) {
      slowestMs = Math.max(slowestMs, ms);
      done += 1;
      if (done === Math.ceil(inputs / 10)) warmBytes = heapBytes();
    },
  });
  const growthBytes = heapBytes() - warmBytes;
  await open.close();
  return { slowestMs, growthBytes, ...(end.kind === 'found' && { report: end.report }) };
}

parentPort?.postMessage(await work());
