import type { Arrival } from '../../contract/outcome.ts';
import type { Attachment, Destination, UploadEnd } from '../destinations/destination.ts';

/** Where and when a file was sent whose end is unknown. */
export interface Question {
  readonly destination: Destination;
  readonly ticketId: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** When its upload began, in milliseconds since 1970. */
  readonly sinceMs: number;
}

/** Asks tickets whether a file arrived. */
export interface Arrivals {
  ask(question: Question): Promise<Arrival>;
  /** Turns an unknown end into a known one where the ticket tells; returns any other as it is. */
  settle(end: UploadEnd, question: Question): Promise<UploadEnd>;
}

export interface ArrivalParts {
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Waits before each asking, in milliseconds: a service may still be storing when its answer is lost. */
const waitsMs = [0, 1000, 3000];
/** How far the service's clock may be behind ours, in milliseconds. */
const skewMs = 2 * 60 * 1000;
/** How many ids of files with a known end are remembered, so that none is taken for another's arrival. */
const mostKnown = 10_000;

export function createArrivals({ wait }: ArrivalParts): Arrivals {
  const known = new Set<string>();

  function remember(id: string): void {
    known.add(id);
    const [oldest] = known;
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  }

  async function askOnce(question: Question): Promise<Arrival> {
    const { signal } = new AbortController();
    const listing = await question.destination.list?.(question.ticketId, { offset: 0, limit: 100 }, { signal });
    if (!listing) return { kind: 'untold', message: 'The destination cannot list' };
    if (listing.kind === 'failed') return { kind: 'untold', message: 'The ticket could not be asked' };
    const found = listing.attachments.find((one) => isTheFile(one, question) && !known.has(one.id));
    return found ? { kind: 'arrived', attachmentId: found.id } : { kind: 'absent' };
  }

  async function ask(question: Question): Promise<Arrival> {
    let arrival: Arrival = { kind: 'absent' };
    for (const ms of waitsMs) {
      if (ms > 0) await wait(ms);
      arrival = await askOnce(question);
      if (arrival.kind === 'arrived') remember(arrival.attachmentId);
      if (arrival.kind !== 'absent') return arrival;
    }
    return arrival;
  }

  return {
    ask,
    async settle(end, question) {
      if (end.kind === 'delivered' && end.attachmentId !== undefined) remember(end.attachmentId);
      if (end.kind !== 'unknown') return end;
      const arrival = await ask(question);
      if (arrival.kind === 'arrived') return { kind: 'delivered', attachmentId: arrival.attachmentId };
      if (arrival.kind === 'untold') return end;
      return { ...end, kind: 'unavailable', message: `${end.message}; the file is not on the ticket` };
    },
  };
}

function isTheFile(one: Attachment, { name, size, sinceMs }: Question): boolean {
  return one.name === name && one.size === size && Date.parse(one.createdAt) >= sinceMs - skewMs;
}
