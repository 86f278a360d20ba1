import type { Contender } from './contenders.ts';
import { openSender } from './open-sender.ts';

export interface Load {
  /** Of each file, in bytes. */
  readonly size: number;
  /** How many requests at the same time. */
  readonly atOnce: number;
  /** How often, one after the other. */
  readonly times: number;
}

/** @returns the most memory that a fresh relay has held under this load, in bytes; NaN where the system does not tell */
export async function peakMemory(one: Contender, sinkUrl: string, { size, atOnce, times }: Load): Promise<number> {
  const body = one.body(size);
  const sender = await openSender(one, sinkUrl);
  try {
    for (let time = 0; time < times; time += 1) {
      await Promise.all(Array.from({ length: atOnce }, () => sender.send(body)));
    }
    return sender.peakMemory();
  } finally {
    await sender.stop();
  }
}
