import * as z from 'zod';
import { keepMs } from './idempotency.ts';
import type { Fingerprint } from './relay/passing-file.ts';
import type { SharedState } from './shared/shared-state.ts';

/** Remembers what was uploaded under an idempotency key, to tell a repetition from another content. */
export interface Contents {
  note(key: string, content: Fingerprint): Promise<void>;
  /** @returns `undefined` where nothing was uploaded to its end */
  of(key: string): Promise<Fingerprint | undefined>;
}

const Noted = z.object({ size: z.int().min(0), sha256: z.string() });

export function createContents(state: Pick<SharedState, 'get' | 'set'>): Contents {
  const nameOf = (key: string): string => `content:${key}`;
  return {
    note: (key, content) => state.set(nameOf(key), JSON.stringify(content), keepMs),
    async of(key) {
      const noted = await state.get(nameOf(key));
      return noted === undefined ? undefined : Noted.parse(JSON.parse(noted));
    },
  };
}
