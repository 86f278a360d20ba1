import type { Arrival } from '../../contract/outcome.ts';
import { type Clock, systemClock } from '../clock.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { type AttachmentClaims, createAttachmentClaims } from './attachment-claims.ts';
import { connectorTiming } from './connector.ts';
import type { Deliver, Delivery, DeliveryWatch, LookAgain, PastAttempts } from './delivery.ts';
import { type DeliveryPolicy, deliveryPolicy } from './delivery-policy.ts';
import { createEarlierAttachments } from './earlier-attachments.ts';
import { createHistories, type History } from './histories.ts';
import { createPlaces, type Places } from './places.ts';
import type { Consignment, Route, RouteName } from './route.ts';
import { createAskTicket } from './ticket-questions.ts';
import { travel } from './travel.ts';
import { createTurns } from './turns.ts';
import { createLooseEnds, twinKeyOf } from './twins.ts';

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

const earlierTry = 'An earlier try may have arrived';

/** Later than any time, in milliseconds since 1970. */
const forEver = 9e15;

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
  const looseEnds = createLooseEnds();
  const askTicket = createAskTicket(routes, claims, looseEnds);
  const restsUntil = new Map<Route, number>();
  const leadsTo = routes.flatMap((route) => route.leadsTo ?? []).join(' ');
  const histories = createHistories(claims, looseEnds, leadsTo);

  function orderOfRoutes(): readonly [Route, ...Route[]] {
    const rested = (route: Route) => (restsUntil.get(route) ?? 0) <= clock.now();
    const [first = routes[0], ...others] = [...routes.filter(rested), ...routes.filter((route) => !rested(route))];
    places.lead(first.name);
    return [first, ...others];
  }

  /** As long as a page would await the connector's word, the file may come. The gateway calls off what has not come. */
  function settledMs({ file }: Consignment, { doubtfulBy }: History, beganMs: number): number {
    const bytes = (doubtfulBy?.has('connector') ?? true) ? file.size : 0;
    return beganMs + policy.settleMs + (bytes / connectorTiming.bytesPerSecond) * 1000;
  }

  /** The route of the last attempt in doubt, which may know more of it than the others; else the first. */
  function firstToAsk({ doubtfulBy }: { readonly doubtfulBy?: Iterable<RouteName> | undefined }, first: Route): Route {
    const last = [...(doubtfulBy ?? [])].at(-1);
    return routes.find(({ name }) => name === last) ?? first;
  }

  async function beginAnew(consignment: Consignment, order: readonly Route[]): Promise<History> {
    const before = await earlier.of(consignment.ticket, order);
    return histories.begin(consignment, {
      ...before,
      sinceMs: clock.now(),
      doubtMs: undefined,
      doubtfulBy: new Set(),
      wishes: 0,
    });
  }

  async function carry(
    consignment: Consignment,
    watch: DeliveryWatch,
    past: PastAttempts | undefined,
  ): Promise<Delivery> {
    const order = orderOfRoutes();
    const known = histories.knownOf(consignment, past);
    known?.endTry?.();
    const history = known ?? (await unlessAborted(watch.signal, beginAnew(consignment, order)));
    if (history === aborted) return { kind: 'cancelled' };
    const doubtMs = history.words.arrival() ? undefined : history.doubtMs;
    /** What an earlier try left open, as long as nobody says that nothing of it is there. */
    let left: Extract<Delivery, { kind: 'unconfirmed' }> | undefined;
    if (doubtMs !== undefined && !watch.byItself) {
      const { name: route } = firstToAsk(history, order[0]);
      watch.onStep({ kind: 'asking', route });
      const arrival = await askAbout(consignment, history);
      if (arrival.kind === 'arrived') return { ...arrival, kind: 'delivered', route };
      if (arrival.kind === 'untold')
        left = { kind: 'unconfirmed', route, message: `${earlierTry}. ${arrival.message}` };
      if (!watch.signal.aborted) history.wishes += 1;
    }
    // Who has cancelled meanwhile wants it no more, but to know whether it is there.
    const unsettled = doubtMs !== undefined && (watch.byItself || watch.signal.aborted);
    let attemptMs: number | undefined;
    const delivery = await travel({
      consignment: asWished(consignment, history),
      watch,
      routes: order,
      traces: history,
      words: history.words,
      async askTicket(one, traces, route, isWanted) {
        const arrival = await askTicket(one, traces, firstToAsk(traces, route), isWanted);
        if (arrival.kind === 'absent') left = undefined;
        return arrival;
      },
      policy,
      clock,
      random,
      places,
      unsettledUntilMs: unsettled ? settledMs(consignment, history, doubtMs) : undefined,
      async beforeAttempt(route) {
        attemptMs = clock.now();
        const doubtfulBy = withLast(history.doubtfulBy, route);
        await watch.onAttempts?.(histories.pastOf(consignment, { ...history, doubtMs: attemptMs, doubtfulBy }));
      },
      onAttempt(route, end) {
        if (end.kind === 'unauthorized') restsUntil.set(route, clock.now() + policy.restMs);
        if (end.kind === 'unknown') {
          history.doubtMs = attemptMs;
          history.doubtfulBy = withLast(history.doubtfulBy, route.name);
        } else if (end.kind !== 'delivered') void watch.onAttempts?.(histories.pastOf(consignment, history));
      },
    });
    if (!left) return delivery;
    switch (delivery.kind) {
      case 'cancelled':
        return left;
      case 'failed':
        return { ...left, trials: delivery.trials };
      case 'refused':
        return { ...left, trials: [{ route: delivery.route, end: delivery.outcome }] };
      default:
        return delivery;
    }
  }

  /** Asks once, as the last attempt had it; what is being taken off the ticket does not count. */
  function askAbout(consignment: Consignment, history: History): Promise<Arrival> {
    const traces = { ...history, earlierIds: new Set([...history.earlierIds, ...history.words.ids()]) };
    return askTicket(asWished(consignment, history), traces, firstToAsk(history, orderOfRoutes()[0]));
  }

  /** What is left to do when a try is over. */
  function settle(consignment: Consignment, delivery: Delivery, watch: DeliveryWatch): void {
    const { uploadId } = consignment;
    const history = histories.find(uploadId);
    if (!history) return;
    // A cancelled one may be wanted again while a call of it is still under way.
    const mayGoOn = ['failed', 'unconfirmed'].includes(delivery.kind) || history.words.isPending();
    if (delivery.kind === 'delivered' || !mayGoOn) histories.forget(uploadId);
    history.watch = watch;
    heedLateWords(consignment, history, delivery);
  }

  function heedLateWords(consignment: Consignment, history: History, delivery: Delivery): void {
    const { ticket, uploadId } = consignment;
    const { words, watch } = history;
    history.endTry?.();
    history.looseMs = delivery.kind === 'unconfirmed' ? forEver : 0;
    let kept = delivery.kind === 'delivered' ? delivery.attachmentId : undefined;
    if (kept !== undefined) claims.claim(ticket.id, kept, uploadId);
    else if (delivery.kind === 'delivered') {
      earlier.forget(ticket);
      history.looseMs = clock.now();
    }
    const wasFound = kept !== undefined && !words.ids().includes(kept);
    let isOver = ['delivered', 'cancelled'].includes(delivery.kind);
    history.endTry = words.onArrival(async ({ route, end }) => {
      let { attachmentId: id } = end;
      if (isOver && id !== undefined) {
        if (id === kept) {
          // What was found for another attempt was this one's: then that one may have brought a second.
          if (!wasFound || !words.isOpen()) return;
          const other = await askAbout(consignment, history);
          id = other.kind === 'arrived' ? other.attachmentId : undefined;
          if (id === undefined) return;
        }
        // Twice on the ticket, or there although the agent cancelled: the late one goes, if it is surely this upload's.
        if (!claims.claim(ticket.id, id, uploadId)) return;
        const takeIn = words.setAside(id);
        if (await routes.find(({ name }) => name === route)?.withdraw?.(ticket, id)) return;
        takeIn();
      }
      if (!isOver) kept = id;
      isOver = true;
      watch?.onLateArrival?.({ ...end, route });
    });
  }

  /** Cancelled before its turn came: what an earlier try may have put on the ticket is no less in doubt. */
  function withoutTurn(consignment: Consignment, past: PastAttempts | undefined): Delivery {
    const known = histories.knownOf(consignment, past);
    if (known?.doubtMs === undefined) return { kind: 'cancelled' };
    return { kind: 'unconfirmed', route: firstToAsk(known, orderOfRoutes()[0]).name, message: '' };
  }

  return {
    async deliver(consignment, watch, past) {
      const endTurn = await turns.take(twinKeyOf(consignment), watch.signal);
      if (!endTurn) return withoutTurn(consignment, past);
      try {
        const delivery = await carry(consignment, watch, past);
        settle(consignment, delivery, watch);
        return delivery;
      } finally {
        endTurn();
      }
    },
    async lookAgain(consignment, past) {
      const endTurn = await turns.take(twinKeyOf(consignment), new AbortController().signal);
      try {
        const history = histories.find(consignment.uploadId) ?? histories.knownOf(consignment, past);
        if (history?.doubtMs === undefined) return { kind: 'untold', message: 'Nothing is in doubt' };
        const arrival = await askAbout(consignment, history);
        const settled = clock.now() >= settledMs(consignment, history, history.doubtMs);
        if (arrival.kind === 'absent' && !settled) return { kind: 'untold', message: 'It is too early to tell' };
        if (arrival.kind === 'arrived') {
          const { name: route } = firstToAsk(history, orderOfRoutes()[0]);
          heedLateWords(consignment, history, { ...arrival, kind: 'delivered', route });
        } else if (arrival.kind === 'absent') history.looseMs = 0;
        return arrival;
      } finally {
        endTurn?.();
      }
    },
  };
}

/** @returns `undefined` where the others are not known */
function withLast(names: ReadonlySet<RouteName> | undefined, last: RouteName): ReadonlySet<RouteName> | undefined {
  return names && new Set([...[...names].filter((name) => name !== last), last]);
}

/** As the last attempt had it. */
function asWished(consignment: Consignment, { wishes }: History): Consignment {
  return wishes === 0 ? consignment : { ...consignment, wish: wishes };
}

/** `Deliver` alone. */
export function createDeliver(options: DeliverOptions): Deliver {
  return createCarrier(options).deliver;
}
