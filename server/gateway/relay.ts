import type { Finding } from '../../contract/check.ts';
import type { Limits } from '../../contract/limits.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { examine } from './examined-file.ts';
import { refusalOf, tooLargeRefusal } from './finding-words.ts';
import { type ArrivingFile, FileError } from './relay/request-part.ts';
import type { SentFile } from './sent-file.ts';
import { createUpload, type Order, type UploadParts } from './upload.ts';
import { uploadNames } from './upload-names.ts';

export type { Order } from './upload.ts';

/** Opens the way of a request's files to their ticket. */
export type Relay = (order: Order) => Delivery;

export interface Delivery {
  /**
   * Takes one file to the ticket while it arrives; what is not read of it stays unread. To be called for one file after
   * the other, in the order of the request.
   * @throws what the request itself broke off by; never for the file's own fault
   */
  send(file: ArrivingFile): Promise<SentFile>;
}

export function createRelay(parts: UploadParts): Relay {
  const upload = createUpload(parts);
  return (order) => {
    const { limits } = order.client.destination;
    const tally = createTally(limits);
    const nameOf = uploadNames(order);
    let stopped: UploadEnd | undefined;

    return {
      async send(arriving) {
        const file = await examine(arriving, limits);
        const { size, ...about } = file.about;
        const names = nameOf([about.name]);
        const unsent = (end: UploadEnd): SentFile => ({ ...about, bytes: size, end });
        if (file.kind === 'refused') return unsent(file.end);
        const full = tally.findingOf(size ?? 0);
        if (full) return unsent(refusalOf(full));
        if (stopped) {
          tally.add(size ?? 0);
          return unsent(stopped);
        }
        const { seen, ...sent } = await upload({ order, file, ...names, ...tally.room() });
        tally.add(seen);
        if (concernsAll(sent.end)) stopped = sent.end;
        return { ...about, bytes: size ?? seen, ...sent };
      },
    };
  };
}

/** An end that would be every following file's too: sending them would only add to it. */
function concernsAll(end: UploadEnd): boolean {
  if (end.kind === 'refused') return end.reason === 'ticket-not-found';
  return end.kind === 'unauthorized' || end.kind === 'busy' || end.kind === 'cancelled';
}

/** Counts what one request has brought, against the limits for all its files together. */
function createTally({ files, fileBytes, totalBytes }: Limits) {
  let count = 0;
  let total = 0;
  const totalFinding = (size: number): Finding => ({ kind: 'total-too-large', total: total + size, limit: totalBytes });
  return {
    /** What stands against one more file of so many bytes. */
    findingOf(size: number): Finding | undefined {
      if (count + 1 > files) return { kind: 'too-many', count: count + 1, limit: files };
      return total + size > totalBytes ? totalFinding(size) : undefined;
    },
    /** How long the next file may become, and what is said of more. */
    room(): { limit: number; tooLong: FileError } {
      const left = totalBytes - total;
      const { message } = left < fileBytes ? refusalOf(totalFinding(left + 1)) : tooLargeRefusal(undefined, fileBytes);
      return { limit: Math.min(left, fileBytes), tooLong: new FileError(413, message) };
    },
    add(size: number): void {
      count += 1;
      total += size;
    },
  };
}
