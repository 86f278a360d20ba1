import { aborted, unlessAborted } from './aborting.ts';

/** Lets only one of those with the same key go at a time, in the order of coming. */
export interface Turns {
  /** @returns what ends the turn; `undefined` where the signal came before the turn did */
  take(key: string, signal: AbortSignal): Promise<(() => void) | undefined>;
}

export function createTurns(): Turns {
  const lastOf = new Map<string, Promise<void>>();
  return {
    async take(key, signal) {
      const before = lastOf.get(key) ?? Promise.resolve();
      let release = () => {};
      const turn = new Promise<void>((resolve) => {
        release = resolve;
      });
      const last = before.then(() => turn);
      lastOf.set(key, last);
      void last.then(() => {
        if (lastOf.get(key) === last) lastOf.delete(key);
      });
      if ((await unlessAborted(signal, before)) !== aborted) return release;
      release();
      return undefined;
    },
  };
}
