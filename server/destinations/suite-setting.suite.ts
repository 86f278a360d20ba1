import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach } from 'vitest';
import type { Limits } from '../../contract/limits.ts';
import type { TicketReference } from '../../contract/oms.ts';
import { Fault } from '../sandbox/services/faults.ts';
import type { StoredFile } from '../sandbox/services/ledger.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import type { Destination, IncomingFile } from './destination.ts';

/** What the suite must know of a destination and of the stand-in that it runs against. */
export interface DestinationCase {
  readonly service: Fault['service'];
  /** Path of the stand-in's upload, as a regular expression. */
  readonly uploadPath: string;
  /** The stand-in's login, for a destination that has to log in. */
  readonly login?: Pick<Fault, 'service'> & { readonly path: string };
  /** @param address base address of the stand-ins */
  open(address: string, settings: OpenSettings): Destination;
  /** Id in the ledger of the ticket that the tests use. */
  ticket(services: Services): string;
  /** Each names that ticket. */
  references(services: Services): readonly [TicketReference, ...TicketReference[]];
  /** Names that, to the destination's own knowledge, no ticket has. */
  readonly nobody?: TicketReference;
  /** Well-formed names of a ticket that does not exist. */
  readonly unknownTicket: TicketReference;
  /** Well-formed id of an attachment that does not exist. */
  readonly unknownAttachment: string;
  /** A file that the service refuses, and what it says; for a service that looks at files at all. */
  readonly refused?: {
    readonly size: number;
    readonly name: string;
    readonly mimeType: string;
    readonly words: string;
  };
}

export interface OpenSettings {
  readonly silenceMs: number;
  readonly limits?: Partial<Limits>;
  readonly wrongSecret?: boolean;
  /** The present, in milliseconds since 1970; that of the machine where it is absent. */
  readonly now?: () => number;
}

export const longSilence = 30_000;

export const call = { signal: new AbortController().signal };

/** A PDF of the given size, different each time. */
export function pdf(size: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]).subarray(0, size);
}

/** A file in pieces of `pieceLength` bytes. */
export function incoming(
  bytes: Buffer,
  { name = 'invoice.pdf', mimeType = 'application/pdf', pieceLength = 64 * 1024, sized = true, again = false } = {},
): IncomingFile {
  function* pieces(): Generator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
  }
  const stream = (): Readable => Readable.from(pieces(), { objectMode: false });
  const size = sized ? bytes.length : undefined;
  return { name, mimeType, size, stream: stream(), ...(again && { again: stream }) };
}

/** The stand-ins and a destination in front of them, new for each test. */
export interface Setting {
  readonly services: Services;
  readonly destination: Destination;
  /** As `findTicket` gives it. */
  readonly ticketId: string;
  /** The clock of the stand-ins, in milliseconds since 1970. */
  nowMs: number;
  /** What the ticket has. */
  stored(): readonly StoredFile[];
  /** Sets the one fault in force; it strikes the upload where no other path is named. */
  strike(fault: object): void;
  upload(bytes?: Buffer, options?: Parameters<typeof incoming>[1]): ReturnType<Destination['upload']>;
}

/** Sets up each test of the suite around. @returns the setting of the test that runs */
export function settingOf(given: DestinationCase): () => Setting {
  let setting: Setting | undefined;

  beforeEach(async () => {
    let nowMs = Date.parse('2026-06-01T12:00:00Z');
    const services = await startServices({ port: 0, now: () => nowMs });
    const destination = given.open(services.url, { silenceMs: longSilence, now: () => nowMs });
    const finding = await destination.findTicket(given.references(services)[0], call);
    if (finding.kind !== 'found') throw new Error('the ticket was not found');
    const { ticketId } = finding;
    setting = {
      services,
      destination,
      ticketId,
      get nowMs() {
        return nowMs;
      },
      set nowMs(ms) {
        nowMs = ms;
      },
      stored: () => services.ledger.onTicket(given.ticket(services)),
      strike: (fault) =>
        services.faults.set([Fault.parse({ service: given.service, path: given.uploadPath, ...fault })]),
      upload: (bytes = pdf(2000), options = {}) => destination.upload(ticketId, incoming(bytes, options), call),
    };
  });
  afterEach(() => setting?.services.close());

  return () => {
    if (!setting) throw new Error('no test is running');
    return setting;
  };
}
