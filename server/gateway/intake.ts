import { cleanName } from '../../contract/file-name.ts';
import { omsMessages } from '../../contract/oms.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { refusalOfFault, tooLargeRefusal } from './finding-words.ts';
import { PassingFile } from './relay/passing-file.ts';
import { type ArrivingFile, FileError, RequestError, type RequestPart } from './relay/request-part.ts';
import type { Spool } from './relay/spool.ts';
import type { Delivery } from './relay.ts';
import type { SentFile } from './sent-file.ts';
import type { Way } from './way.ts';

export interface IntakeParts {
  readonly way: Way;
  /** Keeps files that come before their way is known. */
  readonly spool: Spool;
  /** The largest file that any destination takes, in bytes. */
  readonly fileBytes: number;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Told of each file as soon as its end is known. */
  readonly onEnd: (index: number, file: SentFile) => void;
}

/** Files of one request that are answered one by one: many more than anybody puts on a ticket. */
export const mostFiles = 10_000;

/**
 * Takes a request in, each file sent on while it arrives, or kept until its way is known. Returns when all have ended.
 * @throws RequestError where the request is not understood or not allowed: files that came before may have been sent
 */
export async function takeIn(
  parts: AsyncIterable<RequestPart>,
  { way, spool, fileBytes, signal, onEnd }: IntakeParts,
): Promise<void> {
  const waiting = new Map<number, ArrivingFile>();
  let count = 0;

  async function send(delivery: Delivery, index: number, file: ArrivingFile): Promise<void> {
    try {
      onEnd(index, await delivery.send(file));
    } catch (error) {
      onEnd(index, endOf(file, signal.aborted ? { kind: 'cancelled' } : brokenOff));
      throw error;
    } finally {
      await file.kept?.release();
    }
  }

  async function sendWaiting(delivery: Delivery): Promise<void> {
    for (const [index, file] of waiting) {
      waiting.delete(index);
      await send(delivery, index, file);
    }
  }

  async function keep(index: number, file: ArrivingFile): Promise<void> {
    const limit = way.access?.client.destination.limits.fileBytes ?? fileBytes;
    const tooLong = new FileError(413, tooLargeRefusal(undefined, limit).message);
    const passing = new PassingFile(file.bytes, { size: file.size, limit, tooLong, fingerprint: false });
    try {
      const kept = file.kept ?? (await spool.keep(passing));
      waiting.set(index, { ...file, size: kept.size, bytes: kept.read(), kept });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      onEnd(index, endOf(file, refusalOfFault(error)));
    }
  }

  async function takeFile(index: number, file: ArrivingFile): Promise<void> {
    const delivery = await way.open(false);
    if (!delivery) return keep(index, file);
    await sendWaiting(delivery);
    await send(delivery, index, file);
  }

  const limitOf = (): number => way.access?.client.destination.limits.nameLength ?? usualName;

  for await (const part of parts) {
    if (part.kind === 'field') {
      await way.takeField(part.name, part.value);
    } else if (count === mostFiles) {
      onEnd(count, { ...nameless, end: refusalOfFault(tooMany) });
      break;
    } else if (part.kind === 'unreadable') {
      const name = part.name === undefined ? undefined : cleanName(part.name, limitOf());
      onEnd(count, { ...nameless, name, end: refusalOfFault({ ...part, message: part.problem }) });
      count += 1;
    } else {
      await takeFile(count, part);
      count += 1;
    }
  }
  if (!way.access) await way.admit(undefined);
  if (count === 0) throw new RequestError(400, omsMessages.attachmentsRequired);
  const delivery = await way.open(true);
  if (delivery) await sendWaiting(delivery);
}

/** Longest name, in characters, where it is not known where it goes. */
const usualName = 255;

const nameless = { name: undefined, contentType: undefined, bytes: undefined };

const tooMany = new FileError(413, `Too many files in one request: what comes after ${mostFiles} is not read`);

const brokenOff: UploadEnd = { kind: 'unavailable', message: 'The request broke off in this file' };

function endOf({ name, mimeType, size }: ArrivingFile, end: UploadEnd): SentFile {
  return { name: cleanName(name, usualName, mimeType), contentType: mimeType || undefined, bytes: size, end };
}
