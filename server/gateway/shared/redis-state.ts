import { createRequire } from 'node:module';
import type { Redis } from 'ioredis';
import * as z from 'zod';
import type { KeptValue } from './memory-state.ts';
import { keepPlace, pausePlaces, removeValue, takePlace } from './redis-scripts.ts';
import type { Place, SharedState, Turn } from './shared-state.ts';

/** The state that several gateways share, in Redis. Its calls reject where Redis does not answer in time. */
export interface RedisState extends SharedState {
  /** The connection itself, for a library that brings its own commands. */
  readonly client: Redis;
  /** Whether a connection stands. */
  isConnected(): boolean;
  /** Calls back each time a connection stands, and each time it is lost or could not be made. */
  watch(connected: () => void, lost: (reason: string) => void): void;
  /** Puts values there, those that replace what is there and those that give way to it; and places. */
  restore(values: readonly RestoredValue[], places: readonly Place[]): Promise<void>;
  /** Ends the connection for good. */
  close(): Promise<void>;
}

export interface RestoredValue extends KeptValue {
  readonly replaces: boolean;
}

export interface RedisSettings {
  /** `redis://` or `rediss://`, with user, password and number of the database where they are needed. */
  readonly url: string;
  /** What all keys begin with. */
  readonly prefix: string;
  /** After how long an answer is no longer waited for, in milliseconds. */
  readonly patienceMs: number;
}

const mostRestoredAtOnce = 100;

/** Loaded when it is needed: a gateway that is alone does without its 20 MiB of memory. */
function loadIoredis(): typeof import('ioredis') {
  return createRequire(import.meta.url)('ioredis');
}

/** Connects by itself, and again whenever the connection is lost. */
export function createRedisState({ url, prefix, patienceMs }: RedisSettings): RedisState {
  const redis = new (loadIoredis().Redis)(url, {
    keyPrefix: prefix,
    commandTimeout: patienceMs,
    connectTimeout: 2000,
    // What cannot be asked now is not asked later: the caller has gone on with its own memory by then.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
  let reason = 'the connection was closed';
  redis.on('error', (error: Error) => {
    reason = reasonOf(error);
  });

  const run = (script: string, keys: readonly string[], ...args: readonly (string | number)[]): Promise<unknown> =>
    redis.eval(script, keys.length, ...keys, ...args);
  const keep = ({ name, holder, ms }: Place): Promise<unknown> => run(keepPlace, [placesKey(name)], holder, whole(ms));

  return {
    client: redis,

    get: async (key) => (await redis.get(valueKey(key))) ?? undefined,
    async set(key, value, ms) {
      await redis.set(valueKey(key), value, 'PX', whole(ms));
    },
    async remove(key, expected) {
      if (expected === undefined) await redis.del(valueKey(key));
      else await run(removeValue, [valueKey(key)], expected);
    },

    async take({ name, holder, ms, turn = nobodys }, most) {
      const keys = [placesKey(name), pauseKey(name), waitingKey(name), askingKey(name)];
      const left = z.number().parse(await run(takePlace, keys, holder, most, whole(ms), turn.of, whole(turn.ms)));
      return left === 0 ? { kind: 'taken' } : left < 0 ? { kind: 'full' } : { kind: 'paused', ms: left };
    },
    async keep(place) {
      await keep(place);
    },
    async leave({ name, holder }) {
      await redis.zrem(placesKey(name), holder);
    },
    async pause(name, ms) {
      await run(pausePlaces, [pauseKey(name)], whole(ms));
    },

    isConnected: () => redis.status === 'ready',
    watch(connected, lost) {
      redis.on('ready', connected);
      redis.on('close', () => lost(reason));
      if (redis.status === 'ready') connected();
    },
    async restore(values, places) {
      for (let at = 0; at < values.length; at += mostRestoredAtOnce) {
        await Promise.all(
          values
            .slice(at, at + mostRestoredAtOnce)
            .map(({ key, value, ms, replaces }) =>
              replaces
                ? redis.set(valueKey(key), value, 'PX', whole(ms))
                : redis.set(valueKey(key), value, 'PX', whole(ms), 'NX'),
            ),
        );
      }
      await Promise.all(places.map(keep));
    },
    async close() {
      await redis.quit().catch(() => undefined);
      redis.disconnect();
    },
  };
}

/** Of who takes a place whoever waits. */
const nobodys: Turn = { of: '', ms: 0 };

const valueKey = (key: string): string => `value:${key}`;
// Braces keep all in one slot of a cluster: one script reads them.
const placesKey = (name: string): string => `places:{${name}}`;
const pauseKey = (name: string): string => `pause:{${name}}`;
const waitingKey = (name: string): string => `waiting:{${name}}`;
const askingKey = (name: string): string => `asking:{${name}}`;

/** Redis takes no fractions, and no time that is over. */
function whole(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}

/** What is said of a Redis that does not answer. */
export const slow = 'it gave no answer in time';

/** The system's code or Redis' own, such as `ECONNREFUSED` or `WRONGPASS`: whole messages may tell addresses. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.message === slow || /timed out/i.test(error.message)) return slow;
  return /^[A-Z]{4,}/.exec(error.message)?.[0] ?? 'the connection failed';
}
