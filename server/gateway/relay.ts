import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { checkFile, mimeTypeOf } from '../../contract/check.ts';
import { headBytes } from '../../contract/file-types.ts';
import type { IncomingFile, UploadEnd } from '../destinations/destination.ts';
import type { Arrivals } from './arrival.ts';
import type { Client } from './clients.ts';
import { refusalOf, tooLargeRefusal } from './finding-words.ts';
import type { Idempotency } from './idempotency.ts';
import type { ArrivedFile } from './upload-request.ts';

/** The files of one request on their way to one ticket. */
export interface Order {
  readonly client: Client;
  /** As the destination's `findTicket` gave it. */
  readonly ticketId: string;
  readonly files: readonly ArrivedFile[];
  readonly idempotencyKey: string | undefined;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

/** Takes files to their ticket, one after the other. @returns the end of each, in the order given */
export type Relay = (order: Order) => Promise<readonly UploadEnd[]>;

export interface RelayParts {
  readonly idempotency: Idempotency;
  readonly arrivals: Arrivals;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
}

export function createRelay({ idempotency, arrivals, now }: RelayParts): Relay {
  function deliver(order: Order, file: ArrivedFile, bytes: Buffer, key: string | undefined): Promise<UploadEnd> {
    const { client, ticketId, signal } = order;
    const { destination } = client;
    const incoming = { name: file.name, mimeType: mimeTypeOf(factsOf(file, bytes)), size: bytes.length };
    const question = (sinceMs: number) => ({ destination, ticketId, ...incoming, sinceMs });
    const send = async (): Promise<UploadEnd> => {
      const sinceMs = now();
      const end = await destination.upload(ticketId, withStream(incoming, bytes), { signal });
      return arrivals.settle(end, question(sinceMs));
    };
    if (key === undefined) return send();
    return idempotency.run(key, { send, ask: (sinceMs) => arrivals.ask(question(sinceMs)) });
  }

  return async (order) => {
    const { limits } = order.client.destination;
    const keys = keysOf(order);
    const ends: UploadEnd[] = [];
    let count = 0;
    let total = 0;
    let stopped: UploadEnd | undefined;
    for (const [index, file] of order.files.entries()) {
      const checked = check(file, order.client);
      if (checked.kind === 'refused') {
        ends.push(checked.end);
        continue;
      }
      const { bytes } = checked;
      if (count + 1 > limits.files) {
        ends.push(refusalOf({ kind: 'too-many', count: order.files.length, limit: limits.files }));
      } else if (total + bytes.length > limits.totalBytes) {
        ends.push(refusalOf({ kind: 'total-too-large', total: total + bytes.length, limit: limits.totalBytes }));
      } else {
        count += 1;
        total += bytes.length;
        const end = stopped ?? (await deliver(order, file, bytes, keys[index]));
        if (concernsAll(end)) stopped = end;
        ends.push(end);
      }
    }
    return ends;
  };
}

/** An end that would be every following file's too: sending them would only add to it. */
function concernsAll(end: UploadEnd): boolean {
  if (end.kind === 'refused') return end.reason === 'ticket-not-found';
  return end.kind === 'unauthorized' || end.kind === 'busy' || end.kind === 'cancelled';
}

type Checked =
  | { readonly kind: 'good'; readonly bytes: Buffer }
  | { readonly kind: 'refused'; readonly end: UploadEnd };

function check(file: ArrivedFile, { destination: { limits } }: Client): Checked {
  const { content } = file;
  if (content.kind === 'too-large') {
    return { kind: 'refused', end: tooLargeRefusal(content.size, limits.fileBytes) };
  }
  if (content.kind === 'faulty') {
    return { kind: 'refused', end: { kind: 'refused', reason: 'invalid', status: 400, message: content.message } };
  }
  const [finding] = checkFile(factsOf(file, content.bytes), limits);
  return finding ? { kind: 'refused', end: refusalOf(finding) } : { kind: 'good', bytes: content.bytes };
}

function factsOf({ name, contentType }: ArrivedFile, bytes: Buffer) {
  return { name, mimeType: contentType, size: bytes.length, head: bytes.subarray(0, headBytes) };
}

function withStream(file: Omit<IncomingFile, 'stream' | 'again'>, bytes: Buffer): IncomingFile {
  const open = (): Readable => Readable.from(pieces(bytes), { objectMode: false });
  return { ...file, stream: open(), again: open };
}

const pieceBytes = 64 * 1024;

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** A name for each upload, the same when it is repeated. Two files of one request never share one. */
function keysOf({ idempotencyKey, client, ticketId, files }: Order): readonly (string | undefined)[] {
  if (idempotencyKey === undefined) return [];
  const seen = new Map<string, number>();
  return files.map(({ name, content }) => {
    const size = content.kind === 'bytes' ? content.bytes.length : 0;
    const parts = JSON.stringify([client.id, idempotencyKey, ticketId, name, size]);
    const repetition = seen.get(parts) ?? 0;
    seen.set(parts, repetition + 1);
    return createHash('sha256').update(`${repetition} ${parts}`).digest('base64');
  });
}
