import { type Clock, tooLate, within } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Route, RouteName } from './route.ts';

/**
 * What a ticket had before an upload began, so that an older file of the same name and size is never taken for the
 * new one. Costs one call of Desk's interface for all the uploads that begin within a minute.
 */
export interface EarlierAttachments {
  /** By the first of the routes that tells them, as far as one does in time. Never rejects. */
  of(ticket: Ticket, routes: readonly Route[]): Promise<Earlier>;
  /** To be called after a delivery whose attachment has no known id. */
  forget(ticket: Ticket): void;
}

/** What a ticket had at a time. */
export interface Earlier {
  readonly earlierIds: ReadonlySet<string>;
  /** When they were asked for, in milliseconds since 1970; absent where they were not told. */
  readonly listedMs?: number;
  /** The route that told them; `undefined` where none did. */
  readonly listedBy: RouteName | undefined;
}

/** How long a list stays good, in milliseconds: what this widget adds meanwhile is known by its id. */
const freshMs = 60_000;

/** How long an upload waits for the list, whichever route tells it, in milliseconds. */
const patienceMs = 5000;

const untold: Earlier = { earlierIds: new Set(), listedBy: undefined };

export function createEarlierAttachments(clock: Clock): EarlierAttachments {
  const lists = new Map<string, { readonly earlier: Promise<Earlier>; readonly untilMs: number }>();

  async function read(ticket: Ticket, routes: readonly Route[]): Promise<Earlier> {
    for (const route of routes) {
      const listedMs = clock.now();
      const earlierIds = await route.readAttachmentIds?.(ticket);
      if (earlierIds) return { earlierIds, listedMs, listedBy: route.name };
    }
    return untold;
  }

  async function readInTime(ticket: Ticket, routes: readonly Route[]): Promise<Earlier> {
    const earlier = await within(clock, patienceMs, read(ticket, routes));
    return earlier === tooLate ? untold : earlier;
  }

  return {
    async of(ticket, routes) {
      const known = lists.get(ticket.id);
      if (known && known.untilMs > clock.now()) return known.earlier;
      const earlier = readInTime(ticket, routes);
      lists.set(ticket.id, { earlier, untilMs: clock.now() + freshMs });
      return earlier;
    },
    forget(ticket) {
      lists.delete(ticket.id);
    },
  };
}
