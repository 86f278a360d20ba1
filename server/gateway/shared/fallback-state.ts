import type { KeptValue, MemoryState } from './memory-state.ts';
import { type RedisState, reasonOf, slow } from './redis-state.ts';
import type { SharedState } from './shared-state.ts';
import { within } from './within.ts';

/** The shared state, and the gateway's own memory in its place as long as it is out of reach. Never rejects. */
export interface FallbackState extends SharedState {
  readonly health: SharedHealth;
  /**
   * Asks the shared state something of its own, unless it is out of reach.
   * @param isAnswer whether what was thrown is an answer all the same
   * @returns `undefined` where there is no answer
   */
  ask<Answer>(
    question: () => Promise<Answer>,
    isAnswer?: (thrown: unknown) => boolean,
  ): Promise<{ readonly answer: Answer } | undefined>;
  close(): Promise<void>;
}

export type SharedHealth =
  | { readonly kind: 'in-reach' }
  /** Not yet, where `reason` is absent. */
  | { readonly kind: 'out-of-reach'; readonly reason: string | undefined };

export interface FallbackParts {
  readonly far: RedisState;
  readonly own: MemoryState;
  /**
   * Called before each return, unless nothing was done without the shared state yet. It may have been emptied, and others may
   * have ended that knew what was in it: what is set here replaces what is there.
   */
  readonly onReturning?: (() => Promise<void>) | undefined;
  /** Told once for each loss and each return, not for each call. */
  readonly onChange: (health: SharedHealth) => void;
  /** For how long no answer may come while one is waited for, in milliseconds. */
  readonly boundMs: number;
  /** How often an unreachable state is tried, in milliseconds. */
  readonly probeMs: number;
}

interface Missed {
  /** Whether what was set gives way to what is there. */
  readonly givesWay?: boolean;
  /** What was to be removed, where it was one value only. */
  readonly expected?: string | undefined;
}

const probeKey = 'probe';
/** As many as the memory keeps. */
const mostMissed = 30_000;

/**
 * All is done in memory too. So there is something to go on with when the shared state is lost, which happens with the
 * first call that fails or takes too long: none after it waits. When it is back, it is brought up to date.
 */
export function createFallbackState({ far, own, onChange, boundMs, probeMs, ...parts }: FallbackParts): FallbackState {
  let health: SharedHealth = { kind: 'out-of-reach', reason: undefined };
  let returning = false;
  let closed = false;
  /** When the last answer came. */
  let answeredMs = 0;
  /** By their keys: the values that changed while the shared state was out of reach. */
  const missed = new Map<string, Missed>();
  const probe = setInterval(() => void comeBack(), probeMs).unref();

  function lose(reason: string): void {
    if (closed || (health.kind === 'out-of-reach' && health.reason !== undefined)) return;
    health = { kind: 'out-of-reach', reason };
    onChange(health);
  }

  async function comeBack(): Promise<void> {
    if (closed || returning || health.kind === 'in-reach' || !far.isConnected()) return;
    returning = true;
    try {
      await inTime(far.set(probeKey, '', 1000));
      if (health.reason !== undefined || missed.size > 0) await parts.onReturning?.();
      await restore(own.values());
      // Only what has changed meanwhile: rounds that each brought all would each find something to bring, for ever.
      while (missed.size > 0) await restore(own.values(missed.keys()));
      health = { kind: 'in-reach' };
      onChange(health);
    } catch (error) {
      lose(reasonOf(error));
    } finally {
      returning = false;
    }
  }

  function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const noting = answer.then((given) => {
      answeredMs = performance.now();
      return given;
    });
    // Very many questions at once are answered one after the other: as long as answers come, it is not out of reach.
    const isQuiet = (): boolean => performance.now() - answeredMs >= boundMs;
    return within(boundMs, noting, () => new Error(slow), isQuiet);
  }

  /** @param values what is brought, of all that changed at least that */
  async function restore(values: readonly KeptValue[]): Promise<void> {
    const changed = new Map(missed);
    missed.clear();
    try {
      const there = new Set(values.map(({ key }) => key));
      const gone = [...changed].filter(([key]) => !there.has(key));
      await far.restore(
        values.map((value) => ({ ...value, replaces: changed.get(value.key)?.givesWay === false })),
        own.places(),
      );
      for (const [key, { expected }] of gone) await far.remove(key, expected);
    } catch (error) {
      for (const [key, change] of changed) if (!missed.has(key)) missed.set(key, change);
      throw error;
    }
  }

  async function ask<Answer>(
    question: () => Promise<Answer>,
    isAnswer: (thrown: unknown) => boolean = () => false,
  ): Promise<{ readonly answer: Answer } | undefined> {
    if (health.kind !== 'in-reach') return undefined;
    try {
      return { answer: await inTime(question()) };
    } catch (error) {
      if (isAnswer(error)) throw error;
      lose(reasonOf(error));
      return undefined;
    }
  }

  function miss(key: string, change: Missed): void {
    missed.delete(key);
    missed.set(key, change);
    const [oldest] = missed.keys();
    if (missed.size > mostMissed && oldest !== undefined) missed.delete(oldest);
  }

  far.watch(
    () => void comeBack(),
    (reason) => lose(reason),
  );

  return {
    get health() {
      return health;
    },
    ask,

    async get(key) {
      const end = await ask(() => far.get(key));
      return end ? end.answer : own.get(key);
    },
    async set(key, value, ms, brought) {
      await own.set(key, value, ms);
      if (!(await ask(() => far.set(key, value, ms)))) miss(key, { givesWay: brought === 'gives-way' });
    },
    async remove(key, expected) {
      await own.remove(key, expected);
      if (!(await ask(() => far.remove(key, expected)))) miss(key, { expected });
    },

    async take(place, most) {
      const near = await own.take(place, most);
      if (near.kind === 'full') return near;
      const end = await ask(() => far.take(place, most));
      if (near.kind === 'paused') {
        // Others may know of a longer pause; or of none, after they were away.
        if (end?.answer.kind === 'taken') await ask(() => far.leave(place));
        return end?.answer.kind === 'paused' && end.answer.ms > near.ms ? end.answer : near;
      }
      if (!end || end.answer.kind === 'taken') return near;
      await own.leave(place);
      return end.answer;
    },
    async keep(place) {
      await own.keep(place);
      await ask(() => far.keep(place));
    },
    async leave(place) {
      await own.leave(place);
      await ask(() => far.leave(place));
    },
    async pause(name, ms) {
      await own.pause(name, ms);
      await ask(() => far.pause(name, ms));
    },

    async close() {
      closed = true;
      clearInterval(probe);
      await far.close();
    },
  };
}
