import type { Outcome } from '../../contract/outcome.ts';
import { type Clock, pause } from '../clock.ts';
import type { Delivery, DeliveryWatch } from './delivery.ts';
import type { DeliveryPolicy } from './delivery-policy.ts';
import type { LateWords } from './late-words.ts';
import { departure, departureInDoubt, type Happening, type Journey, type Move, nextMove } from './next-move.ts';
import type { Places } from './places.ts';
import type { Consignment, LimitsRefusal, Route, RouteName } from './route.ts';
import type { AskTicket, Traces } from './ticket-questions.ts';

/** One upload on its way. */
export interface Trip {
  readonly consignment: Consignment;
  readonly watch: DeliveryWatch;
  /** In the order to be tried. */
  readonly routes: readonly [Route, ...Route[]];
  readonly traces: Traces;
  readonly words: LateWords;
  readonly askTicket: AskTicket;
  readonly policy: DeliveryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  readonly places: Places;
  /**
   * Set where an attempt of a page that is gone may have arrived, which is asked first: until then (milliseconds since
   * 1970) it may still be under way.
   */
  readonly unsettledUntilMs: number | undefined;
  /** Called before every attempt, which waits for it. Never rejects. */
  beforeAttempt(route: RouteName): Promise<void>;
  /** Called with the end of every attempt. */
  onAttempt(route: Route, end: Outcome | LimitsRefusal): void;
}

/** Carries out what `nextMove` decides until the upload is over. Never rejects. */
export async function travel(trip: Trip): Promise<Delivery> {
  const { watch, words, policy, random, clock, unsettledUntilMs } = trip;
  const [first, ...others] = trip.routes;
  const circumstances = () => ({
    policy,
    cancelled: watch.signal.aborted,
    dice: random(),
    unsettled: unsettledUntilMs !== undefined && clock.now() < unsettledUntilMs,
  });
  const depart = unsettledUntilMs === undefined ? departure : departureInDoubt;
  let step = nextMove(depart([first.name, ...others.map(({ name }) => name)]), { kind: 'begun' }, circumstances());
  for (;;) {
    const { journey, move } = step;
    if (move.kind === 'end' && move.delivery.kind === 'delivered') return move.delivery;
    // An attempt that was given up may have arrived before another way was begun; of that one no doubt may be left.
    const late = journey.doubt && move.kind !== 'end' ? undefined : words.arrival();
    if (late) return { ...late.end, route: late.route };
    if (move.kind === 'end') return move.delivery;
    step = nextMove(journey, await perform(trip, move, journey), circumstances());
  }
}

async function perform(trip: Trip, move: Exclude<Move, { kind: 'end' }>, journey: Journey): Promise<Happening> {
  switch (move.kind) {
    case 'send':
      return send(trip, move);
    case 'wait':
      return wait(trip, move, journey.doubt !== undefined);
    case 'ask':
      return ask(trip, move);
  }
}

async function send(trip: Trip, { route: name, attempt }: Extract<Move, { kind: 'send' }>): Promise<Happening> {
  const { consignment, watch } = trip;
  const route = routeOf(trip, name);
  const leave = await trip.places.take(name, watch.signal);
  if (!leave) return { kind: 'attempted', end: { kind: 'cancelled' }, pending: false };
  watch.onStep({ kind: 'sending', route: name, attempt });
  await trip.beforeAttempt(name);
  const { outcome, later } = await route.send(consignment, {
    signal: watch.signal,
    onProgress: (sentBytes) => watch.onStep({ kind: 'sending', route: name, attempt, sentBytes }),
  });
  leave();
  if (outcome.kind === 'unknown') trip.words.add(name, later);
  trip.onAttempt(route, outcome);
  return { kind: 'attempted', end: outcome, pending: later !== undefined };
}

/**
 * A late word ends a wait, in doubt that of the doubtful attempt alone; the agent's cancelling does where no doubt has
 * to be cleared first.
 */
async function wait(
  { watch, words, clock }: Trip,
  { route, waitMs, message }: Extract<Move, { kind: 'wait' }>,
  inDoubt: boolean,
): Promise<Happening> {
  watch.onStep({ kind: 'waiting', route, untilMs: clock.now() + waitMs, message });
  const cut = new AbortController();
  const end = () => cut.abort();
  const heed = () => {
    if (inDoubt ? words.ofLast() : words.arrival() || watch.signal.aborted) end();
  };
  const stop = words.onNews(heed);
  if (!inDoubt) watch.signal.addEventListener('abort', end);
  heed();
  await pause(clock, waitMs, cut.signal);
  watch.signal.removeEventListener('abort', end);
  stop();
  return (inDoubt && lateWord(words)) || { kind: 'waited' };
}

async function ask(trip: Trip, { route }: Extract<Move, { kind: 'ask' }>): Promise<Happening> {
  const { consignment, words, watch } = trip;
  // What is known to be there of earlier attempts does not speak for the last one.
  const traces = { ...trip.traces, earlierIds: new Set([...trip.traces.earlierIds, ...words.ids()]) };
  watch.onStep({ kind: 'asking', route });
  let stop = () => {};
  const news = new Promise<undefined>((resolve) => {
    stop = words.onNews(() => words.ofLast() && resolve(undefined));
  });
  let isWanted = true;
  const told = trip.askTicket(consignment, traces, routeOf(trip, route), () => isWanted);
  const arrival = await Promise.race([told, news]);
  isWanted = false;
  stop();
  const word = lateWord(words);
  if (word) return word;
  // An earlier attempt has told meanwhile that this one is its own.
  const isEarlier = arrival?.kind === 'arrived' && words.ids().some((id) => id === arrival.attachmentId);
  return isEarlier ? ask(trip, { kind: 'ask', route }) : { kind: 'asked', arrival: arrival ?? { kind: 'absent' } };
}

/** The word of the attempt in doubt itself, where it has come meanwhile, counts more than what the ticket shows. */
function lateWord(words: LateWords): Happening | undefined {
  const word = words.ofLast();
  return word && { kind: 'attempted', end: word, pending: false };
}

function routeOf({ routes }: Trip, name: Route['name']): Route {
  return routes.find((route) => route.name === name) ?? routes[0];
}
