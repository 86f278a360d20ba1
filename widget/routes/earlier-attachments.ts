import { type Clock, tooLate, within } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Route } from './route.ts';

/**
 * What a ticket had before an upload began, so that an older file of the same name and size is never taken for the
 * new one. Costs one call of Desk's interface for all the uploads that begin within a minute.
 */
export interface EarlierAttachments {
  /** None where the route does not tell them in time. Never rejects. */
  of(ticket: Ticket, route: Route): Promise<Earlier>;
  /** To be called after a delivery whose attachment has no known id. */
  forget(ticket: Ticket): void;
}

export interface Earlier {
  readonly earlierIds: ReadonlySet<string>;
  /** When they were asked for, in milliseconds since 1970; absent where they were not told. */
  readonly listedMs?: number;
}

/** How long a list stays good, in milliseconds: what this widget adds meanwhile is known by its id. */
const freshMs = 60_000;

/** How long an upload waits for the list, in milliseconds. */
const patienceMs = 5000;

export function createEarlierAttachments(clock: Clock): EarlierAttachments {
  const lists = new Map<string, { readonly earlier: Promise<Earlier>; readonly untilMs: number }>();

  async function read(ticket: Ticket, route: Route): Promise<Earlier> {
    const listedMs = clock.now();
    const ids = await within(clock, patienceMs, route.readAttachmentIds?.(ticket) ?? Promise.resolve(undefined));
    return ids === tooLate || ids === undefined ? { earlierIds: new Set() } : { earlierIds: ids, listedMs };
  }

  return {
    async of(ticket, route) {
      const known = lists.get(ticket.id);
      if (known && known.untilMs > clock.now()) return known.earlier;
      const earlier = read(ticket, route);
      lists.set(ticket.id, { earlier, untilMs: clock.now() + freshMs });
      return earlier;
    },
    forget(ticket) {
      lists.delete(ticket.id);
    },
  };
}
