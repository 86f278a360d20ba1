import { randomUUID } from 'node:crypto';
import type { SharedState, Taking, Turn } from './shared-state.ts';

/** Takes places, and keeps them until they are left: only those of a gateway that died become free by themselves. */
export interface KeptPlaces {
  /**
   * @param most how many places of that name there are
   * @param turn who asks, where those who ask take turns
   */
  take(name: string, most: number, turn?: Turn): Promise<KeptTaking>;
  /** Stops keeping. */
  close(): void;
}

export type KeptTaking = { readonly kind: 'taken'; readonly leave: () => void } | Exclude<Taking, { kind: 'taken' }>;

/** @param ms after how long the places of a gateway that died are free */
export function createKeptPlaces(state: SharedState, ms: number): KeptPlaces {
  const names = new Map<string, string>();
  const keeping = setInterval(() => {
    for (const [holder, name] of names) void state.keep({ name, holder, ms });
  }, ms / 4).unref();

  return {
    async take(name, most, turn) {
      const holder = randomUUID();
      const place = { name, holder, ms };
      const taking = await state.take({ ...place, turn }, most);
      if (taking.kind !== 'taken') return taking;
      names.set(holder, name);
      const leave = (): void => {
        if (names.delete(holder)) void state.leave(place);
      };
      return { kind: 'taken', leave };
    },
    close: () => clearInterval(keeping),
  };
}
