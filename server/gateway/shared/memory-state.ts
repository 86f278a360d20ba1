import type { Place, SharedState, Taking } from './shared-state.ts';

/** The state of one gateway alone, in its memory. Never rejects. */
export interface MemoryState extends SharedState {
  /** Every value that is in force. @param keys of these alone, where they are given */
  values(keys?: Iterable<string>): readonly KeptValue[];
  /** Every place that is held. */
  places(): readonly Place[];
}

export interface KeptValue {
  readonly key: string;
  readonly value: string;
  /** What is left of its time. */
  readonly ms: number;
}

export interface MemoryStateParts {
  /** The present, in milliseconds since 1970: values end by it. */
  readonly now: () => number;
  /** Milliseconds since some time: places and pauses end by it, which must not happen because a clock is set. */
  readonly elapsed?: () => number;
  /** How many values are kept at most; the oldest go first. */
  readonly entries?: number;
  /** Told when a value had to go that was still in force, the first time. */
  readonly onForgotten?: () => void;
}

interface Until {
  readonly untilMs: number;
}

export function createMemoryState({
  now,
  elapsed = () => performance.now(),
  entries = 30_000,
  onForgotten = () => undefined,
}: MemoryStateParts): MemoryState {
  const kept = new Map<string, Until & { readonly value: string }>();
  const held = new Map<string, Map<string, Until>>();
  const paused = new Map<string, Until>();
  /** By the places' name: who waits, in the order they began to. */
  const waiting = new Map<string, Map<string, Until>>();

  let hasForgotten = false;
  let setsSinceCleared = entries;

  /** Not with every value: it looks at all. */
  function clearOver(): void {
    if (setsSinceCleared < entries / 8) return;
    setsSinceCleared = 0;
    for (const [key, { untilMs }] of kept) if (untilMs <= now()) kept.delete(key);
  }

  /** The newest comes last. */
  function keep(key: string, value: string, untilMs: number): void {
    kept.delete(key);
    kept.set(key, { value, untilMs });
    setsSinceCleared += 1;
    if (kept.size > entries) clearOver();
    const [oldest] = kept;
    if (kept.size <= entries || !oldest) return;
    kept.delete(oldest[0]);
    if (hasForgotten || oldest[1].untilMs <= now()) return;
    hasForgotten = true;
    onForgotten();
  }

  /** Those of a name whose time is not over. */
  function inForce(all: Map<string, Map<string, Until>>, name: string): Map<string, Until> {
    const some = all.get(name) ?? new Map<string, Until>();
    for (const [one, { untilMs }] of some) if (untilMs <= elapsed()) some.delete(one);
    return some;
  }

  function hold({ name, holder, ms }: Place): void {
    held.set(name, inForce(held, name).set(holder, { untilMs: elapsed() + ms }));
  }

  /** Whether a place is free, and nobody who waits comes before. */
  function isTheirs({ name, turn }: Place, most: number): boolean {
    const free = most - inForce(held, name).size;
    if (turn === undefined) return free > 0;
    const others = inForce(waiting, name);
    const turns = [...others.keys()];
    const before = others.has(turn.of) ? turns.indexOf(turn.of) : turns.length;
    if (before < free) others.delete(turn.of);
    else others.set(turn.of, { untilMs: elapsed() + turn.ms });
    if (others.size > 0) waiting.set(name, others);
    else waiting.delete(name);
    return before < free;
  }

  /** What is left of a pause; 0 where there is none. */
  function pauseOf(name: string): number {
    const leftMs = (paused.get(name)?.untilMs ?? 0) - elapsed();
    if (leftMs <= 0) paused.delete(name);
    return Math.max(0, leftMs);
  }

  return {
    async get(key) {
      const entry = kept.get(key);
      if (!entry || entry.untilMs > now()) return entry?.value;
      kept.delete(key);
      return undefined;
    },
    set: async (key, value, ms) => keep(key, value, now() + ms),
    async remove(key, expected) {
      if (expected === undefined || kept.get(key)?.value === expected) kept.delete(key);
    },

    async take(place, most): Promise<Taking> {
      const ms = pauseOf(place.name);
      if (ms > 0) return { kind: 'paused', ms };
      if (!isTheirs(place, most)) return { kind: 'full' };
      hold(place);
      return { kind: 'taken' };
    },
    keep: async (place) => hold(place),
    async leave({ name, holder }) {
      const holders = inForce(held, name);
      holders.delete(holder);
      if (holders.size === 0) held.delete(name);
    },
    async pause(name, ms) {
      if (pauseOf(name) < ms) paused.set(name, { untilMs: elapsed() + ms });
    },

    values: (keys = kept.keys()) =>
      [...keys].flatMap((key) => {
        const { value = '', untilMs = 0 } = kept.get(key) ?? {};
        const ms = untilMs - now();
        return ms > 0 ? [{ key, value, ms }] : [];
      }),
    places: () =>
      [...held.keys()].flatMap((name) =>
        [...inForce(held, name)].map(([holder, { untilMs }]) => ({ name, holder, ms: untilMs - elapsed() })),
      ),
  };
}
