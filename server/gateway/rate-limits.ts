import { isIPv6 } from 'node:net';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** So many in so long a time. */
export interface Allowance {
  /** 0 for no limit. */
  readonly count: number;
  readonly seconds: number;
}

/** What is counted: the requests of an address and those of a client, and the logins of an address that failed. */
export const rateRules = ['address', 'client', 'failed-login'] as const;
export type RateRule = (typeof rateRules)[number];
export type Allowances = Readonly<Record<RateRule, Allowance>>;

/** Counts what callers do, so that none takes more than its share. Never rejects. */
export interface RateLimits {
  /** Counts one, and says whether it was within the allowance. */
  take(rule: RateRule, key: string): Promise<RateEnd>;
  /** Counts nothing; says whether the allowance is used up. */
  look(rule: RateRule, key: string): Promise<RateEnd>;
}

export type RateEnd =
  | { readonly kind: 'within' }
  /** `waitMs`: until counting begins anew. */
  | { readonly kind: 'exceeded'; readonly waitMs: number };

/** Makes the counter of one rule: in the memory of this process, or in a store that all instances share. */
export type MakeCounter = (options: CounterOptions) => RateLimiterAbstract;

export interface CounterOptions {
  /** Tells the keys of one rule from those of another. */
  readonly keyPrefix: string;
  /** Most in the time. */
  readonly points: number;
  /** In seconds. */
  readonly duration: number;
}

const within: RateEnd = { kind: 'within' };

export interface RateLimitsParts {
  readonly allowances: Allowances;
  /** One in a store should fall back by itself to one in memory when the store is out of reach. In memory where absent. */
  readonly makeCounter?: MakeCounter | undefined;
  /** Called whenever a caller has asked for too much. */
  readonly onExceeded?: (rule: RateRule) => void;
}

export function createRateLimits({
  allowances,
  makeCounter = (options) => new RateLimiterMemory(options),
  onExceeded,
}: RateLimitsParts): RateLimits {
  const counters = new Map<RateRule, RateLimiterAbstract>();
  for (const rule of rateRules) {
    const { count, seconds } = allowances[rule];
    if (count > 0) counters.set(rule, makeCounter({ keyPrefix: `rate:${rule}`, points: count, duration: seconds }));
  }

  function exceeded(rule: RateRule, { msBeforeNext }: RateLimiterRes): RateEnd {
    onExceeded?.(rule);
    return { kind: 'exceeded', waitMs: Math.max(msBeforeNext, 0) };
  }

  return {
    async take(rule, key) {
      try {
        await counters.get(rule)?.consume(key);
        return within;
      } catch (reason) {
        // What is thrown is the count. Anything else is the store's own failure, which is not the caller's fault.
        return reason instanceof RateLimiterRes ? exceeded(rule, reason) : within;
      }
    },
    async look(rule, key) {
      try {
        const counted = await counters.get(rule)?.get(key);
        return counted && counted.consumedPoints >= allowances[rule].count && counted.msBeforeNext > 0
          ? exceeded(rule, counted)
          : within;
      } catch {
        return within;
      }
    },
  };
}

/**
 * What the requests of an address are counted under. Whoever has one IPv6 address has all that share its first half:
 * they count as one.
 */
export function addressKey(ip: string): string {
  const address = ip.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = '', after = ''] = address.toLowerCase().split('::');
  const groups = before.split(':').filter(Boolean);
  const rest = after.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - groups.length - rest.length }, () => '0');
  const half = [...groups, ...zeros, ...rest].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${half.join(':')}::/64`;
}
