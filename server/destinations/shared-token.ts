import { setTimeout } from 'node:timers/promises';
import type { Busy, Unauthorized, Unavailable } from '../../contract/outcome.ts';
import type { Admission } from './destination.ts';

/** A token of a service, held once and shared by all uploads. */
export interface SharedToken {
  /** The token in force; fetches one where there is none. Callers at the same time share one fetch. Never rejects. */
  get(): Promise<TokenReading>;
  /** Forgets a token that the service no longer accepts; does nothing where another is held by now. */
  drop(value: string): void;
}

export type TokenReading = GrantedToken | RefusedToken;

export interface GrantedToken {
  readonly kind: 'token';
  readonly value: string;
  /** Where the service says its interface is, if it does: hearsay until it is found on a list of our own. */
  readonly apiDomain?: string;
}

export interface RefusedToken {
  readonly kind: 'failed';
  readonly outcome: TokenFailure;
}

/** No file has been sent, so none of these leaves a doubt. */
export type TokenFailure = Unauthorized | Busy | Unavailable;

/** Whether there is a token, or one can be had. */
export async function admissionBy(token: SharedToken): Promise<Admission> {
  const reading = await token.get();
  return reading.kind === 'failed' ? reading : { kind: 'admitted' };
}

/** What fetching a token ended in. Never rejects. */
export type FetchToken = () => Promise<
  | { readonly kind: 'granted'; readonly token: GrantedToken; readonly untilMs: number }
  /** `holdMs`: for how long the service is not asked again, and this answer stands. */
  | { readonly kind: 'failed'; readonly outcome: TokenFailure; readonly holdMs: number }
>;

/** A reading and how long it stands, in milliseconds since 1970. */
export interface HeldReading {
  readonly reading: TokenReading;
  readonly untilMs: number;
}

/** Where one token is kept for all who need it. Never rejects; what cannot be reached is as good as empty. */
export interface TokenStore {
  read(): Promise<HeldReading | undefined>;
  write(held: HeldReading): Promise<void>;
  /** Removes this token, and no other that is there by now. */
  forget(value: string): Promise<void>;
  /** Lets one fetch at a time. @returns what ends that; `undefined` while another does */
  lock(): Promise<(() => void) | undefined>;
}

export interface SharedTokenParts {
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** Shares the token with others; it is held here alone where this is absent. */
  readonly store?: TokenStore | undefined;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How often it is looked whether another has fetched the token, and how many times at most. */
const lookMs = 100;
const mostLooks = 150;

export function createSharedToken(
  fetchToken: FetchToken,
  { now, store = noStore, wait = (ms) => setTimeout(ms, undefined, { ref: false }) }: SharedTokenParts,
): SharedToken {
  let held: HeldReading | undefined;
  let inFlight: Promise<TokenReading> | undefined;
  let refused: string | undefined;
  let forgetting: Promise<void> = Promise.resolve();

  function isGood({ reading, untilMs }: HeldReading): boolean {
    return untilMs > now() && (reading.kind === 'failed' || reading.value !== refused);
  }

  async function fetchAndStore(): Promise<HeldReading> {
    const end = await fetchToken();
    const fetched: HeldReading =
      end.kind === 'granted'
        ? { reading: end.token, untilMs: end.untilMs }
        : { reading: { kind: 'failed', outcome: end.outcome }, untilMs: now() + end.holdMs };
    if (fetched.untilMs > now()) await store.write(fetched);
    return fetched;
  }

  /** Before anything is fetched it is looked whether another has done so: the lock may have been free just then. */
  async function obtain(): Promise<HeldReading> {
    await forgetting;
    if (held && isGood(held)) {
      // A refusal stands, so nothing is fetched; but another may have had more luck.
      const stored = await store.read();
      return stored && isGood(stored) ? stored : held;
    }
    for (let look = 0; look < mostLooks; look += 1) {
      const unlock = await store.lock();
      try {
        const stored = await store.read();
        if (stored && isGood(stored)) return stored;
        if (unlock) return await fetchAndStore();
      } finally {
        unlock?.();
      }
      await wait(lookMs);
    }
    return { reading: { kind: 'failed', outcome: slowFetch }, untilMs: now() };
  }

  return {
    get() {
      if (held?.reading.kind === 'token' && isGood(held)) return Promise.resolve(held.reading);
      inFlight ??= obtain()
        .then((obtained) => {
          held = obtained;
          return withWait(obtained, now());
        })
        .finally(() => {
          inFlight = undefined;
        });
      return inFlight;
    },
    drop(value) {
      if (held?.reading.kind !== 'token' || held.reading.value !== value) return;
      held = undefined;
      refused = value;
      forgetting = store.forget(value);
    },
  };
}

const noStore: TokenStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  lock: () => Promise.resolve(() => undefined),
};

const slowFetch: Busy = {
  kind: 'busy',
  message: 'Another gateway has been fetching a token of the service for too long',
  waitMs: 5000,
};

/** A wait that stands for a while grows shorter meanwhile. */
function withWait({ reading, untilMs }: HeldReading, nowMs: number): TokenReading {
  return reading.kind === 'failed' && reading.outcome.kind === 'busy' && untilMs > nowMs
    ? { kind: 'failed', outcome: { ...reading.outcome, waitMs: untilMs - nowMs } }
    : reading;
}
