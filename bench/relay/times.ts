import type { Body } from './bodies.ts';
import type { Contender } from './contenders.ts';
import { openSender } from './open-sender.ts';

const warmUps = 5;

export interface Timing {
  /** Of each round, in milliseconds. */
  readonly times: readonly number[];
  /** Processor time of the relay for one file on average, in milliseconds. */
  readonly cpu: number;
}

/**
 * Sends one file through each relay in turn, round after round, each round beginning with another: what else happens on
 * the machine meets all alike.
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
      return { one, body, times: [] as number[], sender: await openSender(one, sinkUrl) };
    }),
  );
  try {
    const before = new Map<unknown, number>();
    for (let round = -warmUps; round < rounds; round += 1) {
      if (round === 0) for (const lane of lanes) before.set(lane, lane.sender.cpuTime());
      for (const index of lanes.keys()) {
        const lane = lanes[(index + round + warmUps) % lanes.length];
        if (!lane) continue;
        const ms = await lane.sender.send(lane.body);
        if (round >= 0) lane.times.push(ms);
      }
    }
    return new Map(
      lanes.map((lane) => {
        const cpu = (lane.sender.cpuTime() - (before.get(lane) ?? 0)) / rounds;
        return [lane.one.name, { times: lane.times, cpu }];
      }),
    );
  } finally {
    await Promise.all(lanes.map(({ sender }) => sender.stop()));
  }
}
