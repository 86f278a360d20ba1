import type { Body } from './bodies.ts';
import type { Contender } from './contenders.ts';
import { openSender } from './open-sender.ts';

/** Files that go before a block is timed: what ran before has left the processor's caches to its own data. */
const warmUps = 2;
const blockFiles = 10;
/** Rounds that are not counted: Node compiles what has run often, and a relay runs for days. */
const roundsBefore = 10;

export interface Timing {
  /** Of each round, in milliseconds. */
  readonly times: readonly number[];
  /** Processor time of the relay for one file on average, in milliseconds. */
  readonly cpu: number;
}

/**
 * Sends a block of files, one after the other, through each relay in turn, round after round, each round beginning with
 * another: what else happens on the machine meets all alike.
 * @returns by the contender's name
 */
export async function timeContenders(
  contenders: readonly Contender[],
  sinkUrl: string,
  size: number,
  rounds: number,
): Promise<ReadonlyMap<string, Timing>> {
  const bodies = new Map<Contender['body'], Body>();
  const lanes = await Promise.all(
    contenders.map(async (one) => {
      const body = bodies.get(one.body) ?? one.body(size);
      bodies.set(one.body, body);
      return { one, body, times: [] as number[], cpu: 0, sender: await openSender(one, sinkUrl) };
    }),
  );
  try {
    for (let round = -roundsBefore; round < rounds; round += 1) {
      for (const index of lanes.keys()) {
        const lane = lanes[(index + round + roundsBefore) % lanes.length];
        if (!lane) continue;
        for (let file = 0; file < warmUps; file += 1) await lane.sender.send(lane.body);
        const before = lane.sender.cpuTime();
        const times: number[] = [];
        for (let file = 0; file < blockFiles; file += 1) times.push(await lane.sender.send(lane.body));
        if (round < 0) continue;
        lane.times.push(...times);
        lane.cpu += lane.sender.cpuTime() - before;
      }
    }
    return new Map(lanes.map(({ one, times, cpu }) => [one.name, { times, cpu: cpu / times.length }]));
  } finally {
    await Promise.all(lanes.map(({ sender }) => sender.stop()));
  }
}
