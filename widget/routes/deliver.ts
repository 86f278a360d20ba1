import { type Clock, systemClock } from '../clock.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { type AttachmentClaims, createAttachmentClaims } from './attachment-claims.ts';
import type { Deliver, Delivery, DeliveryWatch, LookAgain, PastAttempts } from './delivery.ts';
import { type DeliveryPolicy, deliveryPolicy } from './delivery-policy.ts';
import { createEarlierAttachments } from './earlier-attachments.ts';
import { createLateWords, type LateWords } from './late-words.ts';
import { createPlaces, type Places } from './places.ts';
import type { Consignment, Route } from './route.ts';
import { createAskTicket, type Traces } from './ticket-questions.ts';
import { travel } from './travel.ts';
import { createTurns } from './turns.ts';

export interface DeliverOptions {
  /** In the order to be tried. */
  readonly routes: readonly [Route, ...Route[]];
  readonly clock?: Clock;
  /** From 0 to below 1. */
  readonly random?: () => number;
  readonly policy?: Partial<DeliveryPolicy>;
  readonly places?: Places;
  /** Which attachment is whose, where others know of that too. */
  readonly claims?: AttachmentClaims;
}

/** Kept of an upload that is not over for good: an attempt of an earlier try may have arrived since. */
interface History extends Traces {
  readonly words: LateWords;
  /** When the last attempt began whose end is unknown, in milliseconds since 1970. */
  doubtMs: number | undefined;
  /** How many times the agent wanted it sent again although it may have arrived. */
  wishes: number;
  /** Whether it arrived only after it had been given up. */
  isLate?: boolean;
}

/** What can be done with a file for a ticket. */
export interface Carrier {
  readonly deliver: Deliver;
  readonly lookAgain: LookAgain;
}

/**
 * Makes `Deliver`: it carries out what `nextMove` decides. Routes that did not accept us rest for a while, for all
 * uploads: they go last. Uploads of the same name and size to the same ticket go one after the other, since the
 * question "did it arrive?" could not tell them apart. A try of an upload of doubtful end begins with that question:
 * asked once where the agent wants it sent again, else until the answer can be trusted.
 */
export function createCarrier(options: DeliverOptions): Carrier {
  const { routes, clock = systemClock, random = Math.random } = options;
  const policy = { ...deliveryPolicy, ...options.policy };
  const places = options.places ?? createPlaces();
  const claims = options.claims ?? createAttachmentClaims();
  const earlier = createEarlierAttachments(clock);
  const turns = createTurns();
  const askTicket = createAskTicket(routes, claims);
  const histories = new Map<string, History>();
  const restsUntil = new Map<Route, number>();
  /** Uploads that are being delivered. */
  const underWay = new Set<string>();

  function orderOfRoutes(): readonly [Route, ...Route[]] {
    const rested = (route: Route) => (restsUntil.get(route) ?? 0) <= clock.now();
    const [first = routes[0], ...others] = [...routes.filter(rested), ...routes.filter((route) => !rested(route))];
    places.lead(first.name);
    return [first, ...others];
  }

  function begin({ ticket, uploadId }: Consignment, past: Omit<History, 'words' | 'wishes'>): History {
    const words = createLateWords();
    words.onArrival(({ end: { attachmentId: id } }) => id && claims.claim(ticket.id, id, uploadId));
    const history = { ...past, words, wishes: 0 };
    histories.set(uploadId, history);
    return history;
  }

  async function beginAnew(consignment: Consignment, order: readonly Route[]): Promise<History> {
    const { ids: earlierIds, listedBy } = await earlier.of(consignment.ticket, order);
    return begin(consignment, { sinceMs: clock.now(), earlierIds, listedBy, doubtMs: undefined });
  }

  function resume(consignment: Consignment, { sinceMs, earlierIds, listedBy, doubtMs }: PastAttempts): History {
    return begin(consignment, { sinceMs, earlierIds: new Set(earlierIds), listedBy, doubtMs });
  }

  function pastOf({ ticket, uploadId }: Consignment, past: Omit<History, 'words' | 'wishes'>): PastAttempts {
    const { sinceMs, earlierIds, listedBy, doubtMs } = past;
    const ids = new Set([...earlierIds, ...claims.ofOthers(ticket.id, uploadId)]);
    return { sinceMs, earlierIds: [...ids], ...(listedBy && { listedBy }), ...(doubtMs !== undefined && { doubtMs }) };
  }

  async function carry(
    consignment: Consignment,
    watch: DeliveryWatch,
    past: PastAttempts | undefined,
  ): Promise<Delivery> {
    const { uploadId } = consignment;
    const order = orderOfRoutes();
    const known = histories.get(uploadId) ?? (past && resume(consignment, past));
    const history = known ?? (await unlessAborted(watch.signal, beginAnew(consignment, order)));
    if (history === aborted) return { kind: 'cancelled' };
    const doubtMs = history.words.arrival() ? undefined : history.doubtMs;
    if (doubtMs !== undefined && !watch.byItself) {
      watch.onStep({ kind: 'asking', route: order[0].name });
      const arrival = await askTicket(consignment, history, order[0]);
      if (arrival.kind === 'arrived') return { ...arrival, kind: 'delivered', route: order[0].name };
      history.wishes += 1;
    }
    let attemptMs: number | undefined;
    return travel({
      consignment: history.wishes === 0 ? consignment : { ...consignment, wish: history.wishes },
      watch,
      routes: order,
      traces: history,
      words: history.words,
      askTicket,
      policy,
      clock,
      random,
      places,
      unsettledUntilMs: watch.byItself && doubtMs !== undefined ? doubtMs + policy.settleMs : undefined,
      async beforeAttempt() {
        attemptMs = clock.now();
        await watch.onAttempts?.(pastOf(consignment, { ...history, doubtMs: attemptMs }));
      },
      onAttempt(route, end) {
        if (end.kind === 'unauthorized') restsUntil.set(route, clock.now() + policy.restMs);
        if (end.kind === 'unknown') history.doubtMs = attemptMs;
        else if (end.kind !== 'delivered') void watch.onAttempts?.(pastOf(consignment, history));
      },
    });
  }

  /** A call that could not be stopped may still bring the file of an upload that has been given up. */
  function awaitLate(consignment: Consignment, watch: DeliveryWatch): void {
    const { uploadId } = consignment;
    const history = histories.get(uploadId);
    history?.words.onArrival(({ route, end }) => {
      // Where it is tried again, that try sees to it; and so it is where another late one came first.
      if (histories.get(uploadId) !== history || underWay.has(uploadId) || history.isLate) return;
      history.isLate = true;
      withdrawOthers(consignment, history.words, end.attachmentId);
      watch.onLateArrival?.({ ...end, route });
    });
  }

  /** Twice on the ticket, or there although the agent cancelled: a late one goes, if it is surely this upload's. */
  function withdrawOthers({ ticket, uploadId }: Consignment, words: LateWords, kept: string | undefined): void {
    words.onArrival(({ route, end: { attachmentId: id } }) => {
      if (id === undefined || id === kept || !claims.claim(ticket.id, id, uploadId)) return;
      void routes.find(({ name }) => name === route)?.withdraw?.(ticket, id);
    });
  }

  /** What is left to do when an upload is over. */
  function settle(consignment: Consignment, delivery: Delivery, watch: DeliveryWatch): void {
    const { ticket, uploadId } = consignment;
    const words = histories.get(uploadId)?.words;
    if (delivery.kind === 'failed' || delivery.kind === 'unconfirmed') return awaitLate(consignment, watch);
    histories.delete(uploadId);
    if (delivery.kind === 'refused') return;
    const kept = delivery.kind === 'delivered' ? delivery.attachmentId : undefined;
    if (kept !== undefined) claims.claim(ticket.id, kept, uploadId);
    else if (delivery.kind === 'delivered') earlier.forget(ticket);
    if (words) withdrawOthers(consignment, words, kept);
  }

  /** Those that nothing could tell apart on the ticket. */
  const likenessOf = ({ ticket, file }: Consignment) =>
    JSON.stringify([ticket.id, file.size, file.name.normalize('NFC')]);

  return {
    async deliver(consignment, watch, past) {
      const endTurn = await turns.take(likenessOf(consignment), watch.signal);
      if (!endTurn) return { kind: 'cancelled' };
      underWay.add(consignment.uploadId);
      try {
        const delivery = await carry(consignment, watch, past);
        underWay.delete(consignment.uploadId);
        settle(consignment, delivery, watch);
        return delivery;
      } finally {
        endTurn();
      }
    },
    async lookAgain(consignment, past) {
      const endTurn = await turns.take(likenessOf(consignment), new AbortController().signal);
      try {
        const history = histories.get(consignment.uploadId) ?? (past && resume(consignment, past));
        if (history?.doubtMs === undefined) return { kind: 'untold', message: 'Nothing is in doubt' };
        const arrival = await askTicket(consignment, history, orderOfRoutes()[0]);
        const settled = clock.now() >= history.doubtMs + policy.settleMs;
        return arrival.kind === 'absent' && !settled ? { kind: 'untold', message: 'It is too early to tell' } : arrival;
      } finally {
        endTurn?.();
      }
    },
  };
}

/** `Deliver` alone. */
export function createDeliver(options: DeliverOptions): Deliver {
  return createCarrier(options).deliver;
}
