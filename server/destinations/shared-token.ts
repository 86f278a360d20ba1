import type { Busy, Unauthorized, Unavailable } from '../../contract/outcome.ts';

/** A token of a service, held once and shared by all uploads. */
export interface SharedToken {
  /** The token in force; fetches one where there is none. Callers at the same time share one fetch. Never rejects. */
  get(): Promise<TokenReading>;
  /** Forgets a token that the service no longer accepts; does nothing where another is held by now. */
  drop(value: string): void;
}

export type TokenReading = GrantedToken | { readonly kind: 'failed'; readonly outcome: TokenFailure };

export interface GrantedToken {
  readonly kind: 'token';
  readonly value: string;
  /** Where the service says its interface is, if it does: hearsay until it is found on a list of our own. */
  readonly apiDomain?: string;
}

/** No file has been sent, so none of these leaves a doubt. */
export type TokenFailure = Unauthorized | Busy | Unavailable;

/** What fetching a token ended in. Never rejects. */
export type FetchToken = () => Promise<
  | { readonly kind: 'granted'; readonly token: GrantedToken; readonly untilMs: number }
  /** `holdMs`: for how long the service is not asked again, and this answer stands. */
  | { readonly kind: 'failed'; readonly outcome: TokenFailure; readonly holdMs: number }
>;

/** @param now the present, in milliseconds since 1970 */
export function createSharedToken(fetchToken: FetchToken, now: () => number): SharedToken {
  let held: { readonly reading: TokenReading; readonly untilMs: number } | undefined;
  let inFlight: Promise<TokenReading> | undefined;

  async function fetchAndHold(): Promise<TokenReading> {
    const end = await fetchToken();
    const reading: TokenReading = end.kind === 'granted' ? end.token : end;
    held = { reading, untilMs: end.kind === 'granted' ? end.untilMs : now() + end.holdMs };
    inFlight = undefined;
    return reading;
  }

  return {
    get() {
      const leftMs = (held?.untilMs ?? 0) - now();
      if (held && leftMs > 0) return Promise.resolve(withWait(held.reading, leftMs));
      inFlight ??= fetchAndHold();
      return inFlight;
    },
    drop(value) {
      if (held?.reading.kind === 'token' && held.reading.value === value) held = undefined;
    },
  };
}

function withWait(reading: TokenReading, leftMs: number): TokenReading {
  return reading.kind === 'failed' && reading.outcome.kind === 'busy'
    ? { kind: 'failed', outcome: { ...reading.outcome, waitMs: leftMs } }
    : reading;
}
