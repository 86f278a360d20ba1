import type { Behaviours } from './service/behaviour.ts';

/** Calls in flight that an organisation allows: Desk's Express and Standard editions. */
export const mostCalls = 10;

const sound = { mostCalls, answerMs: 50, faults: [], listFaultEvery: 0 };

/** One organisation that works as it should, a slow one, and one where one upload of four goes wrong. */
export const organisations = {
  good: sound,
  slow: { ...sound, answerMs: 500, bytesPerSecond: 1_000_000 },
  failing: {
    ...sound,
    faults: (['error', 'reset-middle', 'lost-answer', 'busy'] as const).flatMap(
      (fault) => ['none', 'none', 'none', fault] as const,
    ),
    listFaultEvery: 10,
  },
} satisfies Behaviours;

/** Log-uniform: half of the files are smaller than 316 kB, the mean is 1.4 MB. */
export const mixedSizes = { least: 10_000, most: 10_000_000 } as const;
export const smallSizes = { least: 2_000, most: 20_000 } as const;
