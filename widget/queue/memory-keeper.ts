import { type Clock, systemClock } from '../clock.ts';
import { type Keeper, type KeeperBounds, keeperBounds, makeRoom, type RawKept } from './keeper.ts';
import { readKept, sortKept } from './read-kept.ts';

export interface MemoryKeeperOptions {
  /** What it holds, by id; several keepers over the same one see the same. */
  readonly held?: Map<string, Omit<RawKept, 'id'>>;
  readonly bounds?: KeeperBounds;
  readonly clock?: Clock;
}

/** A keeper for tests: what it keeps outlives it where `held` does. */
export function createMemoryKeeper(options: MemoryKeeperOptions = {}): Keeper {
  const { held = new Map(), bounds = keeperBounds, clock = systemClock } = options;

  function read(id: string) {
    const raw = held.get(id);
    return raw && readKept({ id, ...raw });
  }

  return {
    async list() {
      const raws = [...held].map(([id, raw]) => ({ id, ...raw }));
      const { kept, expired, broken } = sortKept(raws, clock, bounds);
      for (const id of [...broken, ...expired.map(({ upload }) => upload.id)]) held.delete(id);
      return { kept, expired: expired.map(({ upload }) => upload.name), broken: broken.length };
    },
    find: async (id) => read(id),
    async keep(upload, file) {
      const others = [...held.keys()].flatMap((id) => (id === upload.id ? [] : (read(id)?.upload ?? [])));
      const going = makeRoom(others, upload.size, bounds);
      if (!going) return { kind: 'full' };
      for (const { id } of going) held.delete(id);
      held.set(upload.id, { record: upload, file });
      return { kind: 'kept', evicted: going.map(({ id }) => id) };
    },
    async note(id, change) {
      const kept = read(id);
      if (kept) held.set(id, { record: { ...kept.upload, ...change }, file: kept.file });
      return kept !== undefined;
    },
    async drop(id) {
      held.delete(id);
    },
  };
}
