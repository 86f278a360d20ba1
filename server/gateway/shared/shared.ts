import { setTimeout as wait } from 'node:timers/promises';
import type { Sharing } from '../../destinations/sharing.ts';
import { createCallLimit } from './call-limit.ts';
import { createFallbackState, type FallbackState, type SharedHealth } from './fallback-state.ts';
import { createKeptPlaces, type KeptPlaces } from './kept-places.ts';
import { createMemoryState } from './memory-state.ts';
import { createRedisState } from './redis-state.ts';
import { createSeal } from './seal.ts';
import { createCounters, type MakeCounter } from './shared-counter.ts';
import type { SharedState } from './shared-state.ts';
import { createTokenStore } from './token-store.ts';

/** What this gateway shares with others, or holds by itself where there is none. */
export interface Shared {
  readonly state: SharedState;
  readonly places: KeptPlaces;
  /** For the destinations. */
  readonly sharing: Sharing;
  /** For the rate limits. */
  readonly makeCounter: MakeCounter;
  /** For `/readyz`: the gateway works in each of these, but not always together with the others. */
  health(): SharedHealth | { readonly kind: 'alone' };
  /** Waits a moment for the first connection, so that not even the first requests go by this gateway's memory alone. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface SharedParts {
  /** Of the configuration; without it this gateway is alone. */
  readonly redisUrl?: string | undefined;
  readonly signingKey: string;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** Told once for each loss and each return of what is shared. */
  readonly onChange: (health: SharedHealth) => void;
  /** As `FallbackParts` has it. */
  readonly onReturning?: () => Promise<void>;
  /** Told the first time that this gateway's memory is too small for all that is still in force. */
  readonly onForgotten?: () => void;
  readonly times?: Partial<SharedTimes> | undefined;
}

/** In milliseconds. */
export interface SharedTimes {
  /** For how long Redis may answer nothing while it is asked. */
  readonly bound: number;
  /** How often it is tried while it is out of reach. */
  readonly probe: number;
  /** After how long what a gateway held that died is free. */
  readonly lease: number;
  /** How long a call waits for its turn. */
  readonly patience: number;
  /** How long the start waits for Redis. */
  readonly start: number;
}

const usualTimes: SharedTimes = { bound: 250, probe: 1000, lease: 20_000, patience: 30_000, start: 1000 };

/** Opens what is shared. Never throws: what cannot be reached now is tried again. */
export function openShared(parts: SharedParts): Shared {
  const { redisUrl, signingKey, now, onChange, onReturning, onForgotten, times } = parts;
  const { bound, probe, lease, patience, start }: SharedTimes = { ...usualTimes, ...times };
  const seal = createSeal(signingKey);
  const own = createMemoryState({ now, ...(onForgotten && redisUrl === undefined && { onForgotten }) });
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const far =
    redisUrl === undefined
      ? undefined
      : createRedisState({ url: redisUrl, prefix: seal.prefix, patienceMs: 12 * bound });
  const both: FallbackState | undefined =
    far &&
    createFallbackState({
      far,
      own,
      boundMs: bound,
      probeMs: probe,
      onReturning,
      onChange: (health) => {
        begin();
        onChange(health);
      },
    });
  const state = both ?? own;
  const places = createKeptPlaces(state, lease);
  const calls = createCalls();

  function createCalls(): Sharing['calls'] {
    const limits = new Map<string, ReturnType<Sharing['calls']>>();
    return (owner, most) => {
      const name = seal.name('calls', ...owner);
      const known = limits.get(`${name} ${most}`);
      const limit = known ?? createCallLimit(name, most, { state, places, patienceMs: patience });
      limits.set(`${name} ${most}`, limit);
      return limit;
    };
  }

  return {
    state,
    places,
    sharing: {
      tokens: (owner) => createTokenStore(seal.name('token', ...owner), { state, places, seal, now }),
      calls,
    },
    makeCounter: createCounters(
      far && both && { client: far.client, ask: both.ask, nameOf: (key) => seal.name('count', key) },
    ),
    health: () => both?.health ?? { kind: 'alone' },
    async ready() {
      if (both) await Promise.race([begun, wait(start, undefined, { ref: false })]);
    },
    async close() {
      places.close();
      await both?.close();
    },
  };
}
