import type { UploadEnd } from '../destinations/destination.ts';
import type { Arrivals, Question } from './arrival.ts';
import type { CallOffs } from './call-off.ts';
import { createCallSignal } from './call-signal.ts';
import type { Client } from './clients.ts';
import type { Contents } from './contents.ts';
import type { GoodFile } from './examined-file.ts';
import { refusalOfFault } from './finding-words.ts';
import type { Idempotency } from './idempotency.ts';
import { FileStream } from './relay/file-stream.ts';
import { type Fingerprint, PassingFile } from './relay/passing-file.ts';
import { FileError } from './relay/request-part.ts';
import { type ScanSettings, scanned } from './relay/scanned.ts';
import type { UploadName } from './upload-names.ts';
import type { Work } from './work.ts';

/** The files of one request on their way to one ticket. */
export interface Order {
  readonly client: Client;
  /** As the destination's `findTicket` gave it. */
  readonly ticketId: string;
  /**
   * What the order's uploads are known by in place of `ticketId`, which may hold more names in one request than in
   * another.
   */
  readonly knownBy?: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

/** One file on its way. */
export interface Consignment extends UploadName {
  readonly order: Order;
  readonly file: GoodFile;
  /** Most bytes that may pass, and what is said of more. */
  readonly limit: number;
  readonly tooLong: FileError;
}

export interface Uploaded {
  readonly end: UploadEnd;
  /** How many bytes passed. */
  readonly seen: number;
  /** The scanner could not be reached, and the configuration lets files pass. */
  readonly unscanned?: true;
}

/**
 * Sends one file on as it arrives.
 * @throws what the request itself broke off by; never for the file's own fault
 */
export type Upload = (consignment: Consignment) => Promise<Uploaded>;

export interface UploadParts {
  readonly idempotency: Idempotency;
  readonly callOffs: CallOffs;
  readonly contents: Contents;
  readonly arrivals: Arrivals;
  /** Without it nothing is scanned. */
  readonly scanner?: ScanSettings | undefined;
  readonly work: Pick<Work, 'ending' | 'during'>;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
}

export function createUpload(parts: UploadParts): Upload {
  const { idempotency, callOffs, contents, arrivals, scanner, work, now } = parts;

  async function bring({ order, file, limit, tooLong, key, upload }: Consignment): Promise<Uploaded> {
    const { client, ticketId, signal } = order;
    const { name, size } = file.about;
    const missed: { unscanned?: true } = {};
    let passing = watch(file.bytes);

    function watch(bytes: AsyncIterable<Buffer>, atEnd?: (content: Fingerprint) => Promise<void>): PassingFile {
      return new PassingFile(bytes, { size, limit, tooLong, fingerprint: key !== undefined, atEnd });
    }

    function open(bytes: AsyncIterable<Buffer>): FileStream {
      passing = watch(scanner ? scanned(bytes, scanner, noteMissed) : bytes, noteContent);
      return new FileStream(passing);
    }

    /** Before the end is handed over: so what is not noted, nobody can have stored. */
    async function noteContent(content: Fingerprint): Promise<void> {
      if (key !== undefined) await contents.note(key, content);
    }

    function noteMissed(): void {
      missed.unscanned = true;
    }

    function question(ofSize: number, sinceMs: number): Question {
      return { client, ticketId, sent: { kind: 'file', name, size: ofSize }, sinceMs, upload };
    }

    async function send(): Promise<UploadEnd> {
      const sinceMs = now();
      const { mimeType, bytes, again } = file;
      const incoming = { name, mimeType, size, stream: open(bytes), ...(again && { again: () => open(again()) }) };
      const call = createCallSignal({ caller: signal, ending: work.ending, hasAll: () => passing.complete });
      const end = await client.destination
        .upload(ticketId, incoming, { signal: call.signal })
        .finally(() => call.release());
      await passing.idle();
      // Whoever waits for this end is to try by itself.
      if (passing.failure !== undefined) return { kind: 'cancelled' };
      if (!passing.complete) return surelyAbsent(end);
      return arrivals.settle(end, question(passing.seen, sinceMs));
    }

    async function sendOnce(repetition: string): Promise<UploadEnd> {
      let sent = false;
      const end = await idempotency.run(repetition, {
        send: () => {
          sent = true;
          return callOffs.begin(order, repetition, send);
        },
        ask: async (sinceMs) => {
          const earlier = await contents.of(repetition);
          return earlier ? arrivals.ask(question(earlier.size, sinceMs)) : { kind: 'absent' };
        },
      });
      const earlier = sent ? undefined : await contents.of(repetition);
      if (!earlier) return end;
      for await (const _ of passing);
      return isSame(earlier, passing.fingerprint()) ? end : otherContent;
    }

    try {
      const end = key === undefined ? await send() : await sendOnce(key);
      if (passing.failure !== undefined) throw passing.failure;
      return { end, seen: passing.seen, ...missed };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return { end: refusalOfFault(error), seen: passing.seen };
    }
  }

  return (consignment) => work.during(bring(consignment));
}

/** Its last bytes were never handed over, so that nobody can have stored it, whatever the answer leaves open. */
function surelyAbsent(end: UploadEnd): UploadEnd {
  return end.kind === 'unknown' ? { ...end, kind: 'unavailable' } : end;
}

function isSame(one: Fingerprint, other: Fingerprint): boolean {
  return one.size === other.size && one.sha256 === other.sha256;
}

const otherContent: UploadEnd = {
  kind: 'refused',
  reason: 'invalid',
  status: 422,
  message: 'The Idempotency-Key was used before for another content under this name',
};
