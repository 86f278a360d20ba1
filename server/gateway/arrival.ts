import type { Arrival } from '../../contract/outcome.ts';
import type { Attachment, UploadEnd } from '../destinations/destination.ts';
import { type Claims, createOwnClaims } from './arrival-claims.ts';
import type { Client } from './clients.ts';

/** Where and when something was sent whose end is unknown. */
export interface Question {
  readonly client: Pick<Client, 'destination' | 'destinationName'>;
  readonly ticketId: string;
  readonly sent: SentThing;
  /** When its upload began, in milliseconds since 1970 by our clock. */
  readonly sinceMs: number;
  /** Names the upload, the same when it is repeated, unlike any other. */
  readonly upload: string;
}

/** What an attachment is known by. */
export type SentThing =
  /** `size` in bytes. */
  | { readonly kind: 'file'; readonly name: string; readonly size: number }
  | { readonly kind: 'link'; readonly url: string };

/** Asks tickets whether a file or a link arrived. */
export interface Arrivals {
  ask(question: Question): Promise<Arrival>;
  /** Turns an unknown end into a known one where the ticket tells; returns any other as it is. */
  settle(end: UploadEnd, question: Question): Promise<UploadEnd>;
}

export interface ArrivalParts {
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  /** Of this gateway alone where they are absent. */
  readonly claims?: Claims | undefined;
}

/** Waits before each asking, in milliseconds: a service may still be storing when its answer is lost. */
const waitsMs = [0, 1000, 3000];
/** By how much a service's clock may still be behind what is known of it, in milliseconds. */
const skewMs = 2 * 60 * 1000;

export function createArrivals({ wait, claims = createOwnClaims() }: ArrivalParts): Arrivals {
  async function askOnce(question: Question): Promise<Arrival> {
    const { client, ticketId, upload } = question;
    const { destination, destinationName } = client;
    const { signal } = new AbortController();
    const listing = await destination.list?.(ticketId, { offset: 0, limit: 100 }, { signal });
    if (!listing) return { kind: 'untold', message: 'The destination cannot list' };
    if (listing.kind === 'failed') return { kind: 'untold', message: 'The ticket could not be asked' };
    const sinceMs = question.sinceMs + (destination.clockAheadMs?.() ?? 0) - skewMs;
    for (const { id } of listing.attachments.filter((one) => isIt(one, question, sinceMs))) {
      const isOurs = await claims.claim({ destinationName, ticketId, attachmentId: id }, upload);
      if (isOurs) return { kind: 'arrived', attachmentId: id };
    }
    return { kind: 'absent' };
  }

  async function ask(question: Question): Promise<Arrival> {
    let arrival: Arrival = { kind: 'absent' };
    for (const ms of waitsMs) {
      if (ms > 0) await wait(ms);
      arrival = await askOnce(question);
      if (arrival.kind !== 'absent') return arrival;
    }
    return arrival;
  }

  return {
    ask,
    async settle(end, question) {
      const { client, ticketId, upload, sent } = question;
      if (end.kind === 'delivered' && end.attachmentId !== undefined) {
        const { attachmentId } = end;
        await claims.note({ destinationName: client.destinationName, ticketId, attachmentId }, upload);
      }
      if (end.kind !== 'unknown') return end;
      const arrival = await ask(question);
      if (arrival.kind === 'arrived') return { ...arrival, kind: 'delivered' };
      if (arrival.kind === 'untold') return end;
      return { ...end, kind: 'unavailable', message: `${end.message}; the ${sent.kind} is not on the ticket` };
    },
  };
}

/** @param sinceMs by the service's clock */
function isIt(one: Attachment, { sent }: Question, sinceMs: number): boolean {
  const isLike = sent.kind === 'link' ? one.link === sent.url : one.name === sent.name && one.size === sent.size;
  return isLike && Date.parse(one.createdAt) >= sinceMs;
}
