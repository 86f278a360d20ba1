import type { Arrival } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';

/** Gives the first answer again to a repeated upload, also while the first is still on its way. */
export interface Idempotency {
  /**
   * @param key names the upload: client, `Idempotency-Key`, ticket and file
   * @param upload does the work; its end is kept unless the file surely did not arrive
   */
  run(key: string, upload: RepeatableUpload): Promise<UploadEnd>;
}

export interface RepeatableUpload {
  send(): Promise<UploadEnd>;
  /** Asks whether an earlier one of unknown end arrived. @param sinceMs when that began, in milliseconds since 1970 */
  ask(sinceMs: number): Promise<Arrival>;
}

export interface IdempotencyParts {
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** How many ends are kept at most; the oldest go first. */
  readonly entries?: number;
}

/** How long an end is kept, in milliseconds: 24 hours. */
export const keepMs = 24 * 60 * 60 * 1000;

export function createIdempotency({ now, entries = 10_000 }: IdempotencyParts): Idempotency {
  const kept = new Map<string, { readonly end: UploadEnd; readonly startedMs: number }>();
  const inFlight = new Map<string, Promise<UploadEnd>>();

  function keep(key: string, end: UploadEnd, startedMs: number): void {
    kept.delete(key);
    kept.set(key, { end, startedMs });
    const [oldest] = kept.keys();
    if (kept.size > entries && oldest !== undefined) kept.delete(oldest);
  }

  async function attempt(key: string, upload: RepeatableUpload): Promise<UploadEnd> {
    const startedMs = now();
    const earlier = kept.get(key);
    if (earlier && startedMs - earlier.startedMs < keepMs) {
      if (earlier.end.kind !== 'unknown') return earlier.end;
      const arrival = await upload.ask(earlier.startedMs);
      if (arrival.kind === 'untold') return earlier.end;
      if (arrival.kind === 'arrived') {
        const end: UploadEnd = { kind: 'delivered', attachmentId: arrival.attachmentId };
        keep(key, end, earlier.startedMs);
        return end;
      }
    }
    kept.delete(key);
    const end = await upload.send();
    if (end.kind === 'delivered' || end.kind === 'refused' || end.kind === 'unknown') keep(key, end, startedMs);
    return end;
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
      const flight = attempt(key, upload).finally(() => inFlight.delete(key));
      inFlight.set(key, flight);
      return flight;
    },
  };
}
