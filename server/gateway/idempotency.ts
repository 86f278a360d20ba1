import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { type Arrival, refusalReasons } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { createKeptPlaces, type KeptPlaces } from './shared/kept-places.ts';
import { createMemoryState } from './shared/memory-state.ts';
import type { SharedState } from './shared/shared-state.ts';

/** Gives the first answer again to a repeated upload, also while the first is still on its way, here or elsewhere. */
export interface Idempotency {
  /**
   * @param key names the upload by client, `Idempotency-Key`, ticket and file, hashed: it is stored as it is
   * @param upload does the work; its end is kept unless the file surely did not arrive
   * @returns `busy` where another gateway sends the same upload and does not end in time
   */
  run(key: string, upload: RepeatableUpload): Promise<UploadEnd>;
  /** How the upload ended, as far as that is known; `undefined` where it surely did not arrive, or never began. */
  look(key: string): Promise<UploadEnd | OnItsWay | undefined>;
}

/** Somebody is at it: this gateway or another. */
export interface OnItsWay {
  readonly kind: 'on-its-way';
}

export interface RepeatableUpload {
  /** Called once at most, after `ask` where that was called and found nothing. */
  send(): Promise<UploadEnd>;
  /**
   * Asks whether an earlier one arrived whose end is unknown: its answer was lost, or the gateway that sent it died.
   * @param sinceMs when that began, in milliseconds since 1970
   */
  ask(sinceMs: number): Promise<Arrival>;
}

export interface IdempotencyParts {
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** Where ends are kept: in the memory of this gateway alone where it is absent. */
  readonly state?: SharedState;
  readonly places?: KeptPlaces;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How long an end is kept, in milliseconds: 24 hours. */
export const keepMs = 24 * 60 * 60 * 1000;

/** How often it is looked whether another gateway has ended the same upload, and how many times at most. */
const lookMs = 100;
const mostLooks = 300;
const leaseMs = 20_000;

const detail = { message: z.string(), status: z.number().exactOptional(), code: z.string().exactOptional() };

/** What is kept of an upload: when it began and, once that is known, how it ended. */
const Kept = z.object({
  sinceMs: z.number(),
  end: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('delivered'),
        attachmentId: z.string().exactOptional(),
        ticketId: z.string().exactOptional(),
      }),
      z.object({
        kind: z.literal('refused'),
        reason: z.enum(refusalReasons),
        ...detail,
      }),
      z.object({ kind: z.literal('unknown'), ...detail }),
    ])
    .exactOptional(),
});
type Kept = z.infer<typeof Kept>;

export function createIdempotency({
  now,
  state = createMemoryState({ now }),
  places = createKeptPlaces(state, leaseMs),
  wait = (ms) => setTimeout(ms, undefined, { ref: false }),
}: IdempotencyParts): Idempotency {
  const inFlight = new Map<string, Promise<UploadEnd>>();

  async function read(key: string): Promise<Kept | undefined> {
    const text = await state.get(`upload:${key}`);
    return text === undefined ? undefined : Kept.parse(JSON.parse(text));
  }

  function keep(key: string, kept: Kept): Promise<void> {
    return state.set(`upload:${key}`, JSON.stringify(kept), kept.sinceMs + keepMs - now());
  }

  /** Only one at a time comes here with the same key: a beginning without an end is that of a gateway that died. */
  async function attempt(key: string, upload: RepeatableUpload): Promise<UploadEnd> {
    const earlier = await read(key);
    if (earlier) {
      const { sinceMs, end = died } = earlier;
      if (end.kind !== 'unknown') return end;
      const arrival = await upload.ask(sinceMs);
      if (arrival.kind === 'untold') return end;
      if (arrival.kind === 'arrived') {
        const delivered = { ...arrival, kind: 'delivered' } as const;
        await keep(key, { sinceMs, end: delivered });
        return delivered;
      }
    }
    const sinceMs = now();
    let kept: Kept['end'];
    const beginning = JSON.stringify({ sinceMs } satisfies Kept);
    // Away from the others, one of them may send it too: what that came to is worth more than a beginning.
    await state.set(`upload:${key}`, beginning, keepMs, 'gives-way');
    try {
      const end = await upload.send();
      if (end.kind === 'delivered' || end.kind === 'refused' || end.kind === 'unknown') kept = end;
      return end;
    } finally {
      await (kept ? keep(key, { sinceMs, end: kept }) : state.remove(`upload:${key}`, beginning));
    }
  }

  async function attemptAlone(key: string, upload: RepeatableUpload): Promise<UploadEnd> {
    for (let look = 0; look < mostLooks; look += 1) {
      if (look > 0) await wait(lookMs);
      const place = await places.take(`upload:${key}`, 1);
      if (place.kind !== 'taken') continue;
      try {
        return await attempt(key, upload);
      } finally {
        place.leave();
      }
    }
    return onItsWay;
  }

  return {
    async run(key, upload) {
      for (;;) {
        const first = inFlight.get(key);
        if (!first) break;
        const end = await first;
        // The first caller's going away is not the second's.
        if (end.kind !== 'cancelled') return end;
      }
      const flight = attemptAlone(key, upload).finally(() => inFlight.delete(key));
      inFlight.set(key, flight);
      return flight;
    },
    async look(key) {
      if (inFlight.has(key)) return { kind: 'on-its-way' };
      const place = await places.take(`upload:${key}`, 1);
      if (place.kind !== 'taken') return { kind: 'on-its-way' };
      try {
        const kept = await read(key);
        return kept && (kept.end ?? died);
      } finally {
        place.leave();
      }
    },
  };
}

const died = {
  kind: 'unknown',
  message: 'The gateway that sent the file ended before it knew whether the file arrived',
} as const;

const onItsWay: UploadEnd = {
  kind: 'busy',
  waitMs: 5000,
  message: 'The same upload is still on its way through another gateway',
};
