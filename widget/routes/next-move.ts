import type { Arrival, Outcome, Unknown } from '../../contract/outcome.ts';
import type { Delivery, Trial } from './delivery.ts';
import { backoffMs, type DeliveryPolicy } from './delivery-policy.ts';
import type { LimitsRefusal, RouteName } from './route.ts';

/** Where an upload is on its way. Plain data, never changed: every step makes a new one. */
export interface Journey {
  /** Still to be tried, the current one first. */
  readonly routes: readonly [RouteName, ...RouteName[]];
  /** Failed attempts by the current route. */
  readonly failures: number;
  /** How often the current route asked to come back later. */
  readonly busyWaits: number;
  /** The attempt whose end is unknown, while the ticket is asked about it. */
  readonly doubt: Doubt | undefined;
  readonly trials: readonly Trial[];
  /** Routes that were left once for their silence, and have gone last. */
  readonly silent: readonly RouteName[];
}

interface Doubt {
  readonly end: Unknown;
  /** How often the ticket was asked. */
  readonly asked: number;
}

/** What has happened to an upload. */
export type Happening =
  | { readonly kind: 'begun' }
  /** An attempt ended, or its late word came; `pending` where a call that cannot be stopped may still end. */
  | { readonly kind: 'attempted'; readonly end: Outcome | LimitsRefusal; readonly pending: boolean }
  | { readonly kind: 'waited' }
  | { readonly kind: 'asked'; readonly arrival: Arrival };

/** What to do next. */
export type Move =
  /** Make an attempt; the first by a route has number 1. */
  | { readonly kind: 'send'; readonly route: RouteName; readonly attempt: number }
  | { readonly kind: 'wait'; readonly route: RouteName; readonly waitMs: number; readonly message: string }
  /** Ask the ticket whether the attempt in doubt arrived. */
  | { readonly kind: 'ask'; readonly route: RouteName }
  | { readonly kind: 'end'; readonly delivery: Delivery };

export interface Circumstances {
  readonly policy: DeliveryPolicy;
  /** Whether the agent has cancelled: then nothing is sent any more, but a doubt is still cleared. */
  readonly cancelled: boolean;
  /** From 0 to below 1. */
  readonly dice: number;
  /** Whether an attempt of a page that is gone may still be under way. */
  readonly unsettled?: boolean;
}

export interface Step {
  readonly journey: Journey;
  readonly move: Move;
}

/** Where an upload begins. */
export function departure(routes: Journey['routes']): Journey {
  return { routes, failures: 0, busyWaits: 0, doubt: undefined, trials: [], silent: [] };
}

/** Where an upload goes on whose last attempt, by a page that is gone, may have arrived: with that question. */
export function departureInDoubt(routes: Journey['routes']): Journey {
  const doubt = { end: { kind: 'unknown', message: interrupted }, asked: 0 } as const;
  // The page fell silent, not the route: after the question it is tried again, without going last.
  return { ...departure(routes), doubt, silent: [routes[0]] };
}

const interrupted = 'The upload was interrupted';

/**
 * Decides the next move of an upload: the whole of the rules about order, retries, waits, fallback and doubt, and
 * nothing else. Pure.
 */
export function nextMove(journey: Journey, happening: Happening, circumstances: Circumstances): Step {
  switch (happening.kind) {
    case 'begun':
    case 'waited':
      return journey.doubt ? ask(journey) : send(journey, circumstances);
    case 'attempted':
      return afterAttempt({ ...journey, doubt: undefined }, happening, circumstances);
    case 'asked':
      return afterQuestion(journey, happening.arrival, circumstances);
  }
}

function afterAttempt(
  journey: Journey,
  { end, pending }: Extract<Happening, { kind: 'attempted' }>,
  circumstances: Circumstances,
): Step {
  const [route] = journey.routes;
  const { policy, cancelled } = circumstances;
  if (end.kind === 'delivered') return finish(journey, { ...end, route });
  if (end.kind === 'unknown') {
    const doubtful: Journey = { ...journey, doubt: { end, asked: 0 } };
    return cancelled && pending ? wait(doubtful, policy.cancelMs, end.message) : ask(doubtful);
  }
  if (cancelled || end.kind === 'cancelled') return finish(journey, { kind: 'cancelled' });
  if (end.kind === 'refused') return finish(journey, { kind: 'refused', route, outcome: end });
  if (end.kind === 'busy') return afterBusy(journey, end, circumstances);
  if (end.kind === 'unavailable') return afterFailure(journey, end, circumstances);
  return leave(journey, end, circumstances);
}

function afterBusy(journey: Journey, end: Extract<Outcome, { kind: 'busy' }>, circumstances: Circumstances): Step {
  const { policy, dice } = circumstances;
  const busyWaits = journey.busyWaits + 1;
  const waitMs = end.waitMs ?? backoffMs(policy, busyWaits, dice);
  if (busyWaits > policy.busyWaits || waitMs > policy.longestBusyMs) return leave(journey, end, circumstances);
  return wait({ ...journey, busyWaits }, waitMs, end.message);
}

/** The file surely did not arrive: the same route again, after a growing wait, and in the end the next. */
function afterFailure(
  journey: Journey,
  end: Extract<Trial['end'], { kind: 'unavailable' | 'unknown' }>,
  circumstances: Circumstances,
): Step {
  const { policy, dice } = circumstances;
  const failures = journey.failures + 1;
  if (failures >= policy.attempts) return leave(journey, end, circumstances);
  return wait({ ...journey, failures, doubt: undefined }, backoffMs(policy, failures, dice), end.message);
}

function afterQuestion(journey: Journey, arrival: Arrival, circumstances: Circumstances): Step {
  const { routes, doubt } = journey;
  const [route] = routes;
  if (arrival.kind === 'arrived') {
    return finish(journey, { ...arrival, kind: 'delivered', route });
  }
  // Without a doubt nothing is asked; were it, the way would simply go on.
  if (!doubt) return send(journey, circumstances);
  if (doubt.asked < 2 || circumstances.unsettled)
    return wait(journey, circumstances.policy.askAgainMs, doubt.end.message);
  // Nobody can tell. Even a service that says itself that it failed may have stored the file before it did.
  if (arrival.kind === 'untold') {
    const message = `${doubt.end.message}. ${arrival.message}`;
    return finish(journey, { kind: 'unconfirmed', route, message, end: doubt.end });
  }
  if (circumstances.cancelled) return finish(journey, { kind: 'cancelled' });
  const isSilent = doubt.end.code === undefined && !journey.silent.includes(route);
  return isSilent ? goLast(journey, doubt.end, circumstances) : afterFailure(journey, doubt.end, circumstances);
}

/** Silence has cost a whole timeout already: the other routes come first, and then this one again. */
function goLast(journey: Journey, end: Unknown, circumstances: Circumstances): Step {
  const [route, next, ...others] = journey.routes;
  const silent = [...journey.silent, route];
  if (next === undefined) return afterFailure({ ...journey, silent }, end, circumstances);
  const trials = noted(journey, end);
  return send({ ...departure([next, ...others, route]), trials, silent }, circumstances);
}

/** Takes the next route; where there is none, this is the end. */
function leave(journey: Journey, end: Trial['end'], circumstances: Circumstances): Step {
  const [, next, ...others] = journey.routes;
  const trials = noted(journey, end);
  if (next === undefined) return finish({ ...journey, trials }, { kind: 'failed', trials });
  return send({ ...departure([next, ...others]), trials, silent: journey.silent }, circumstances);
}

/** The trials with the current route's latest end. */
function noted({ routes: [route], trials }: Journey, end: Trial['end']): readonly Trial[] {
  return [...trials.filter((trial) => trial.route !== route), { route, end }];
}

function send(journey: Journey, { cancelled }: Circumstances): Step {
  if (cancelled) return finish(journey, { kind: 'cancelled' });
  const attempt = journey.failures + journey.busyWaits + 1;
  return { journey, move: { kind: 'send', route: journey.routes[0], attempt } };
}

function ask(journey: Journey): Step {
  const { doubt, routes } = journey;
  const asked = doubt && { ...doubt, asked: doubt.asked + 1 };
  return { journey: { ...journey, doubt: asked }, move: { kind: 'ask', route: routes[0] } };
}

function wait(journey: Journey, waitMs: number, message: string): Step {
  return { journey, move: { kind: 'wait', route: journey.routes[0], waitMs, message } };
}

function finish(journey: Journey, delivery: Delivery): Step {
  return { journey, move: { kind: 'end', delivery } };
}
