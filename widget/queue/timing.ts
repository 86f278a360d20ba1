import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../clock.ts';
import { sizeOf } from './file-size.ts';
import { createPaceMeter, type Pace, type PaceMeter } from './pace.ts';
import type { Queue } from './queue.ts';
import { isUnderWay, type RouteName, type Upload, type UploadState } from './upload.ts';

/** What time tells of the uploads. */
export interface Timing {
  readonly reading: ReadonlySignal<Reading>;
  /** When an upload came into its state, in milliseconds since 1970; `undefined` where that was not seen here. */
  sinceMs(state: UploadState): number | undefined;
  end(): void;
}

export interface Reading {
  /** By upload, while its route tells how far it is. */
  readonly paces: ReadonlyMap<string, Pace>;
  /** All that go or wait, with those that have got there since; `undefined` while nothing does. */
  readonly total: Total | undefined;
}

export interface Total {
  readonly files: number;
  readonly bytes: number;
  /** What has surely left. */
  readonly sentBytes: number;
  /** Only while every route at work tells how far it is. */
  readonly pace: Pace | undefined;
}

/** In milliseconds: as often as people can read it. */
const everyMs = 1000;
/** Changes that come shortly after each other, in milliseconds, are read in one go. */
const gatherMs = 100;

const nothing: Reading = { paces: new Map(), total: undefined };

/** Reads a queue once a second while something goes or waits in it. */
export function createTiming({ uploads, onChange }: Pick<Queue, 'uploads' | 'onChange'>, clock: Clock): Timing {
  const reading = signal(nothing);
  const since = new WeakMap<UploadState, number>();
  const tellers = new Set<RouteName>();
  const totalKey = '';
  /** The uploads of the total. */
  const members = new Set<string>();
  const meters = new Map<string, PaceMeter>();
  let callOff: (() => void) | undefined;
  /** Whether the next reading comes `gatherMs` after the change that asked for it. */
  let soon = false;

  function read(): void {
    callOff = undefined;
    soon = false;
    const all = uploads.peek().map((entry) => entry.peek());
    const pending = all.filter(isPending);
    if (pending.length === 0) {
      members.clear();
      meters.clear();
      reading.value = nothing;
      return;
    }
    const paces = new Map<string, Pace>();
    for (const { id, file, state } of pending) {
      members.add(id);
      if (state.kind !== 'sending' || state.sentBytes === undefined) continue;
      tellers.add(state.route);
      const pace = paceOf(id, state.sentBytes, sizeOf(file));
      if (pace) paces.set(id, pace);
    }
    reading.value = { paces, total: readTotal(all.filter(isMember), pending) };
    callOff = clock.after(everyMs, read);
  }

  function isMember(upload: Upload): boolean {
    return members.has(upload.id) && (isPending(upload) || upload.state.kind === 'delivered');
  }

  function readTotal(counting: readonly Upload[], pending: readonly Upload[]): Total {
    const bytes = counting.reduce((sum, { file }) => sum + sizeOf(file), 0);
    const sentBytes = counting.reduce((sum, upload) => sum + sentBytesOf(upload), 0);
    const told = tellers.size > 0 && pending.every(({ state }) => state.kind !== 'sending' || tellers.has(state.route));
    return { files: counting.length, bytes, sentBytes, pace: told ? paceOf(totalKey, sentBytes, bytes) : undefined };
  }

  function paceOf(key: string, sentBytes: number, bytes: number): Pace | undefined {
    const meter = meters.get(key) ?? createPaceMeter();
    meters.set(key, meter);
    return meter.note(clock.now(), sentBytes, bytes);
  }

  const stop = onChange((upload) => {
    since.set(upload.state, clock.now());
    // What has ended must not go on counting as what is to come.
    if (soon || (callOff && isPending(upload))) return;
    callOff?.();
    callOff = clock.after(gatherMs, read);
    soon = true;
  });
  return {
    reading,
    sinceMs: (state) => since.get(state),
    end() {
      stop();
      callOff?.();
    },
  };
}

function isPending({ state }: Upload): boolean {
  return state.kind === 'queued' || isUnderWay(state);
}

function sentBytesOf({ state, file }: Upload): number {
  if (state.kind === 'delivered') return sizeOf(file);
  return state.kind === 'sending' ? (state.sentBytes ?? 0) : 0;
}
