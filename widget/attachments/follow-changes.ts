import type { Clock } from '../clock.ts';
import type { Queue } from '../queue/queue.ts';
import { isUnderWay } from '../queue/upload.ts';
import type { TicketFiles } from './ticket-files.ts';

export interface FollowOptions {
  readonly files: Pick<TicketFiles, 'list' | 'refresh'>;
  readonly queue: Pick<Queue, 'uploads' | 'onChange'>;
  readonly clock: Clock;
  /** Whether anybody can see the panel. */
  isVisible(): boolean;
  /** Calls when the panel becomes visible or gets the focus. @returns a function that ends it */
  onReturn(listener: () => void): () => void;
  /** Calls when something may have come to the ticket. @returns a function that ends it */
  onNews?: ((listener: () => void) => () => void) | undefined;
}

/** After an own delivery, in milliseconds: soon after the last one, now and then while many are on their way. */
export const afterDeliveryMs = { last: 200, amid: 5000 } as const;

/** After news of the product, in milliseconds, and no sooner again: anybody can forge them, and a call costs. */
export const afterNewsMs = 2000;

/** A list so fresh, in milliseconds, is not asked for again when the agent comes back to the panel. */
export const freshMs = 30_000;

/**
 * How long the panel looks on before it asks again, in milliseconds: twice as long after each time that told nothing
 * new, since every call takes one of the credits that the whole organisation has for a day.
 */
export const lookAgainMs = { first: 120_000, longest: 960_000 } as const;

/** Keeps the list of files up to date without a reload. @returns a function that ends it */
export function followChanges({ files, queue, clock, isVisible, onReturn, onNews }: FollowOptions): () => void {
  let ended = false;
  let askedMs = Number.NEGATIVE_INFINITY;
  let waitMs: number = lookAgainMs.first;
  let callOffNext: (() => void) | undefined;
  let callOffDelivery: (() => void) | undefined;
  let callOffNews: (() => void) | undefined;

  async function ask(): Promise<void> {
    askedMs = clock.now();
    const before = idsOf(files);
    await files.refresh();
    waitMs = idsOf(files) === before ? Math.min(2 * waitMs, lookAgainMs.longest) : lookAgainMs.first;
    lookAgainLater();
  }

  function lookAgainLater(): void {
    callOffNext?.();
    if (ended) return;
    callOffNext = clock.after(waitMs, () => {
      if (isVisible()) void ask();
      else lookAgainLater();
    });
  }

  const endDeliveries = queue.onChange(({ state, ticket }) => {
    const list = files.list.peek();
    if (state.kind !== 'delivered' || ticket.id !== list?.ticket.id) return;
    const others = queue.uploads.peek().map((entry) => entry.peek());
    const amid = others.some(
      (one) => one.ticket.id === ticket.id && (isUnderWay(one.state) || one.state.kind === 'queued'),
    );
    if (amid && callOffDelivery) return;
    callOffDelivery?.();
    callOffDelivery = clock.after(amid ? afterDeliveryMs.amid : afterDeliveryMs.last, () => {
      callOffDelivery = undefined;
      void ask();
    });
  });

  const endReturns = onReturn(() => {
    waitMs = lookAgainMs.first;
    if (isVisible() && clock.now() - askedMs >= freshMs) void ask();
  });

  const endNews = onNews?.(() => {
    callOffNews ??= clock.after(afterNewsMs, () => {
      callOffNews = undefined;
      void ask();
    });
  });

  // Another ticket has just been read, and may be a livelier one.
  const endTickets = files.list.subscribe((list) => {
    if (!list?.reading) return;
    askedMs = clock.now();
  });
  lookAgainLater();

  return () => {
    ended = true;
    callOffNext?.();
    callOffDelivery?.();
    callOffNews?.();
    endNews?.();
    endDeliveries();
    endReturns();
    endTickets();
  };
}

function idsOf({ list }: Pick<TicketFiles, 'list'>): string {
  return (list.peek()?.files ?? []).map(({ id }) => id).join();
}

/** `onReturn` of a browser's page. */
export function watchReturns(page: Document, frame: Window): FollowOptions['onReturn'] {
  return (listener) => {
    page.addEventListener('visibilitychange', listener);
    frame.addEventListener('focus', listener);
    return () => {
      page.removeEventListener('visibilitychange', listener);
      frame.removeEventListener('focus', listener);
    };
  };
}
