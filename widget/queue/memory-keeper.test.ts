import { createManualClock } from '../manual-clock.ts';
import { describeKeeper } from './keeper.suite.ts';
import type { RawKept } from './keeper.ts';
import { createMemoryKeeper } from './memory-keeper.ts';

describeKeeper('in memory', async ({ bounds, nowMs }) => {
  const clock = { ...createManualClock(), now: () => nowMs };
  const held = new Map<string, Omit<RawKept, 'id'>>();
  return {
    keeper: createMemoryKeeper({ held, bounds, clock }),
    another: async () => createMemoryKeeper({ held, bounds, clock }),
    plant: async (id, record, file) => void held.set(id, { record, file }),
  };
});
