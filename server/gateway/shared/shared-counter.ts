import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { CounterOptions, MakeCounter } from '../rate-limits.ts';
import type { FallbackState } from './fallback-state.ts';

export type { MakeCounter } from '../rate-limits.ts';

/** Where all gateways count together. */
export interface SharedCounts {
  readonly client: Redis;
  readonly ask: FallbackState['ask'];
  /** What a caller is counted under there, from which nothing can be told. */
  readonly nameOf: (key: string) => string;
}

/** @param shared this gateway counts alone where it is absent */
export function createCounters(shared: SharedCounts | undefined): MakeCounter {
  return (options) => (shared ? new SharedCounter(options, shared) : new RateLimiterMemory(options));
}

/** Counts in Redis, and in memory as long as that is out of reach: no request waits for it then. */
class SharedCounter extends RateLimiterMemory {
  readonly #redis: RateLimiterRedis;
  readonly #shared: SharedCounts;

  constructor(options: CounterOptions, shared: SharedCounts) {
    super(options);
    this.#redis = new RateLimiterRedis({ ...options, storeClient: shared.client });
    this.#shared = shared;
  }

  override async consume(key: string | number, points?: number): Promise<RateLimiterRes> {
    const { ask, nameOf } = this.#shared;
    const end = await ask(() => this.#redis.consume(nameOf(`${key}`), points), isCount);
    return end ? end.answer : super.consume(key, points);
  }

  override async get(key: string | number): Promise<RateLimiterRes | null> {
    const { ask, nameOf } = this.#shared;
    const end = await ask(() => this.#redis.get(nameOf(`${key}`)), isCount);
    return end ? end.answer : super.get(key);
  }
}

/** An exceeded limit is thrown as the count itself. */
function isCount(thrown: unknown): boolean {
  return thrown instanceof RateLimiterRes;
}
