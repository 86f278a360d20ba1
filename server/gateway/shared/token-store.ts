import * as z from 'zod';
import type { HeldReading, TokenStore } from '../../destinations/shared-token.ts';
import type { KeptPlaces } from './kept-places.ts';
import type { Seal } from './seal.ts';
import type { SharedState } from './shared-state.ts';

const detail = { message: z.string(), status: z.number().exactOptional(), code: z.string().exactOptional() };

const Held = z.object({
  untilMs: z.number(),
  reading: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('token'), value: z.string(), apiDomain: z.string().exactOptional() }),
    z.object({
      kind: z.literal('failed'),
      outcome: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('unauthorized'), ...detail }),
        z.object({ kind: z.literal('busy'), ...detail, waitMs: z.number().exactOptional() }),
        z.object({ kind: z.literal('unavailable'), ...detail }),
      ]),
    }),
  ]),
});

export interface TokenStoreParts {
  readonly state: SharedState;
  readonly places: KeptPlaces;
  readonly seal: Seal;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Keeps one token in the shared state, sealed. Refusals have a place of their own: one gateway's must not take the
 * place of a token that another has by now.
 * @param name the token's, from which nothing can be told
 */
export function createTokenStore(name: string, { state, places, seal, now }: TokenStoreParts): TokenStore {
  const tokenKey = `token:${name}`;
  const refusalKey = `refusal:${name}`;

  async function readAt(key: string): Promise<HeldReading | undefined> {
    const sealed = await state.get(key);
    return sealed === undefined ? undefined : readHeld(seal.open(sealed));
  }

  return {
    read: async () => (await readAt(tokenKey)) ?? (await readAt(refusalKey)),
    async write(held) {
      const key = held.reading.kind === 'token' ? tokenKey : refusalKey;
      await state.set(key, seal.close(JSON.stringify(held)), held.untilMs - now());
    },
    async forget(value) {
      const sealed = await state.get(tokenKey);
      if (sealed === undefined) return;
      const held = readHeld(seal.open(sealed));
      if (held?.reading.kind === 'token' && held.reading.value === value) await state.remove(tokenKey, sealed);
    },
    async lock() {
      const taking = await places.take(`lock:${name}`, 1);
      return taking.kind === 'taken' ? taking.leave : undefined;
    },
  };
}

/** @returns `undefined` for what another version, or somebody else, has put there */
function readHeld(text: string | undefined): HeldReading | undefined {
  if (text === undefined) return undefined;
  try {
    return Held.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
