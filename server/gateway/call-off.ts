import { createHash } from 'node:crypto';
import { type CallOffAnswer, calledOffMessage } from '../../contract/call-off.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import type { Idempotency } from './idempotency.ts';
import { keepMs } from './idempotency.ts';
import type { SharedState } from './shared/shared-state.ts';
import type { Order } from './upload.ts';

/** The uploads of one request, by the key that its caller gave it. */
export type Keyed = Pick<Order, 'client' | 'ticketId' | 'knownBy' | 'idempotencyKey'>;

/** What became of an upload. */
export interface CalledOff {
  readonly state: CallOffAnswer['state'];
  /** With `called-off` and `stopped`. */
  readonly before?: boolean;
  readonly attachmentId?: string;
}

/**
 * Lets a caller give an upload up for sure. A request may be held somewhere before the gateway and come long after its
 * caller has turned away: what was called off is then not sent any more.
 */
export interface CallOffs {
  /**
   * Asks what became of an upload of one file, and sees to it that one that has not begun never will.
   * @param ageMs how long ago its caller sent it first, in milliseconds; as long as can be where it is absent
   */
  callOff(keyed: Keyed, ageMs?: number): Promise<CalledOff>;
  /**
   * Begins an upload, unless it was called off; to be called by whoever `Idempotency.run` lets begin it.
   * @param key as `Idempotency` knows it
   * @returns its end
   */
  begin(keyed: Keyed, key: string, send: () => Promise<UploadEnd>): Promise<UploadEnd>;
  /** To be called when the gateway starts: what began before it may have forgotten. */
  remember(): Promise<void>;
  /** To be called when what is remembered may have been lost, and those who knew of it too: begins anew. */
  rememberAnew(): Promise<void>;
}

export interface CallOffParts {
  readonly idempotency: Pick<Idempotency, 'look'>;
  readonly state: SharedState;
  /** Whether the state is that of all gateways together. */
  readonly isWhole: () => boolean;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/** How often it is looked whether an upload on its way has ended, in milliseconds, and how many times at most. */
const lookMs = 250;
const mostLooks = 40;

/**
 * Under which it is kept since when uploads are remembered, in milliseconds since 1970. Like any other value it goes with a
 * restart, and when there is room for newer ones only: the oldest go first, so that what began after it is there.
 */
const sinceKey = 'uploads-since';

/** For how long that is kept, in milliseconds: ten years, for what it tells stays true. */
const sinceKeepMs = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * Each side first says what it is about to do and then looks what the other has said, so that one of the two always
 * sees the other.
 */
export function createCallOffs({ idempotency, state, isWhole, now, wait }: CallOffParts): CallOffs {
  async function rememberSince(): Promise<number> {
    const kept = await state.get(sinceKey);
    return kept === undefined ? beginAnew() : Number(kept);
  }

  async function beginAnew(): Promise<number> {
    const since = now();
    await state.set(sinceKey, String(since), sinceKeepMs);
    return since;
  }

  async function endOf(name: string): Promise<CalledOff | undefined> {
    const key = await state.get(`begun:${name}`);
    if (key === several) return { state: 'unknown' };
    const end = key === undefined ? undefined : await idempotency.look(key);
    switch (end?.kind) {
      case 'delivered':
        return { state: 'delivered', ...(end.attachmentId !== undefined && { attachmentId: end.attachmentId }) };
      case 'on-its-way':
        return { state: 'on-its-way' };
      case 'unknown':
        return { state: 'unknown' };
      default:
        return undefined;
    }
  }

  const isOff = async (name: string): Promise<boolean> => (await state.get(`called-off:${name}`)) !== undefined;

  /** To be asked last: what was lost while the ends were looked for has begun anew by then. */
  async function isRemembered(beganMs: number): Promise<boolean> {
    return (await rememberSince()) <= beganMs && beganMs > now() - keepMs;
  }

  async function callOff(name: string, beganMs: number): Promise<CalledOff> {
    const end = await endOf(name);
    if (end) return end;
    await state.set(`called-off:${name}`, '', keepMs);
    const meanwhile = await endOf(name);
    if (!meanwhile) return { state: (await isRemembered(beganMs)) && isWhole() ? 'called-off' : 'stopped' };
    // The mark stays: what is under way goes on, and another call may have promised that none begins.
    return meanwhile;
  }

  return {
    remember: async () => void (await rememberSince()),
    rememberAnew: async () => void (await beginAnew()),
    async callOff(keyed, ageMs = Number.POSITIVE_INFINITY) {
      const name = nameOf(keyed);
      const beganMs = now() - ageMs;
      const before = await isOff(name);
      let called = await callOff(name, beganMs);
      for (let look = 1; look < mostLooks && called.state === 'on-its-way'; look += 1) {
        await wait(lookMs);
        called = await callOff(name, beganMs);
      }
      return called.state === 'called-off' || called.state === 'stopped' ? { ...called, before } : called;
    },
    async begin(keyed, key, send) {
      const name = nameOf(keyed);
      const before = await state.get(`begun:${name}`);
      await state.set(`begun:${name}`, before === undefined || before === key ? key : several, keepMs);
      return (await isOff(name)) ? calledOff : send();
    },
  };
}

/** In place of a key where one request brought several files: no single state tells of them all. */
const several = 'several';

const calledOff: UploadEnd = { kind: 'refused', reason: 'invalid', status: 409, message: calledOffMessage };

function nameOf({ client, idempotencyKey, ticketId, knownBy = ticketId }: Keyed): string {
  return createHash('sha256')
    .update(JSON.stringify([client.id, idempotencyKey, knownBy]))
    .digest('base64');
}
