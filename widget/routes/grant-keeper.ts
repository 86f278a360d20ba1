import type { Busy, Unauthorized, Unavailable } from '../../contract/outcome.ts';
import type { Clock } from '../clock.ts';

/** Why no pass or token was given; also the end of the upload's attempt. */
export type Denial = Unauthorized | Busy | Unavailable;

/** How asking for a pass or token ended. */
export type Grant<T> =
  | { readonly kind: 'granted'; readonly grant: T }
  | { readonly kind: 'denied'; readonly outcome: Denial };

/** Keeps grants by key until shortly before their end; one request in flight a key. */
export interface GrantKeeper<T> {
  get(key: string): Promise<Grant<T>>;
  /** To be called when the service no longer takes a grant. A newer one stays. */
  forget(key: string, grant: T): void;
}

export interface GrantKeeperOptions<T> {
  readonly clock: Clock;
  /** Never rejects. */
  readonly ask: (key: string) => Promise<Grant<T>>;
  /** In milliseconds from the answer. */
  readonly livesMs: (grant: T) => number;
  /** How long before its end a grant is renewed, in milliseconds: usually so that an upload can begin with it. */
  readonly earlyMs?: number;
}

export function createGrantKeeper<T>(options: GrantKeeperOptions<T>): GrantKeeper<T> {
  const { clock, ask, livesMs, earlyMs = 60_000 } = options;
  const kept = new Map<string, { readonly grant: T; readonly untilMs: number }>();
  const asking = new Map<string, Promise<Grant<T>>>();

  async function renew(key: string): Promise<Grant<T>> {
    const answer = await ask(key);
    asking.delete(key);
    if (answer.kind === 'granted') {
      kept.set(key, { grant: answer.grant, untilMs: clock.now() + livesMs(answer.grant) - earlyMs });
    }
    return answer;
  }

  return {
    async get(key) {
      const known = kept.get(key);
      if (known && known.untilMs > clock.now()) return { kind: 'granted', grant: known.grant };
      const answer = asking.get(key) ?? renew(key);
      asking.set(key, answer);
      return answer;
    },
    forget(key, grant) {
      if (kept.get(key)?.grant === grant) kept.delete(key);
    },
  };
}
