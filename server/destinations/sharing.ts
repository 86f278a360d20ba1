import type { Busy, Cancelled } from '../../contract/outcome.ts';
import type { Call } from './destination.ts';
import type { TokenStore } from './shared-token.ts';

/** What destinations have in common with others: those of this gateway, and of every other one that shares its state. */
export interface Sharing {
  /** @param owner what tells the token's owner from all others; may hold secrets, and is never kept in the clear */
  tokens(owner: readonly string[]): TokenStore;
  /**
   * The calls in flight to one organisation.
   * @param owner what tells the organisation from all others, likewise
   * @param most how many it may have
   */
  calls(owner: readonly string[], most: number): CallLimit;
}

/** Keeps the calls in flight within a number. */
export interface CallLimit {
  /** Waits for a free call within a bound of time: callers take turns, each in the order it came. Never rejects. */
  enter(call: Call): Promise<Entry>;
  /** Nobody begins a call for so long, in milliseconds: the service said so. */
  pause(ms: number): void;
}

export type Entry =
  /** `leave` is to be called once the call has ended; calling it again does nothing. */
  | { readonly kind: 'entered'; readonly leave: () => void }
  | { readonly kind: 'refused'; readonly outcome: Busy | Cancelled };

/** No number to keep within. */
export const anyNumberOfCalls: CallLimit = {
  enter: () => Promise.resolve({ kind: 'entered', leave: () => undefined }),
  pause: () => undefined,
};
