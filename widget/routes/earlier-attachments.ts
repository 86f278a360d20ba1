import { type Clock, tooLate, within } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Route } from './route.ts';

/**
 * What a ticket had before an upload began, so that an older file of the same name and size is never taken for the
 * new one. Costs one call of Desk's interface for all the uploads that begin within a minute.
 */
export interface EarlierAttachments {
  /** Ids, as far as the route tells them in time: none where it does not. Never rejects. */
  of(ticket: Ticket, route: Route): Promise<ReadonlySet<string>>;
  /** To be called after a delivery whose attachment has no known id. */
  forget(ticket: Ticket): void;
}

/** How long a list stays good, in milliseconds: what this widget adds meanwhile is known by its id. */
const freshMs = 60_000;

/** How long an upload waits for the list, in milliseconds. */
const patienceMs = 5000;

export function createEarlierAttachments(clock: Clock): EarlierAttachments {
  const lists = new Map<string, { readonly ids: Promise<ReadonlySet<string>>; readonly untilMs: number }>();

  async function read(ticket: Ticket, route: Route): Promise<ReadonlySet<string>> {
    const ids = await within(clock, patienceMs, route.readAttachmentIds?.(ticket) ?? Promise.resolve(undefined));
    return ids === tooLate || ids === undefined ? new Set() : ids;
  }

  return {
    async of(ticket, route) {
      const known = lists.get(ticket.id);
      if (known && known.untilMs > clock.now()) return known.ids;
      const ids = read(ticket, route);
      lists.set(ticket.id, { ids, untilMs: clock.now() + freshMs });
      return ids;
    },
    forget(ticket) {
      lists.delete(ticket.id);
    },
  };
}
