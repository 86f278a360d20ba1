import { deskLimits } from '../../contract/limits.ts';
import type { Arrival, Outcome } from '../../contract/outcome.ts';
import { createManualClock } from '../manual-clock.ts';
import { createCarrier } from './deliver.ts';
import type { Delivered, DeliveryStep, PastAttempts } from './delivery.ts';
import { consign } from './route.suite.ts';
import type { ArrivalQuestion, Attempt, Consignment, Route, Watch } from './route.ts';

type Sending = (consignment: Consignment, watch: Watch) => Attempt | Promise<Attempt>;

/** A route that does what the test says, one entry an attempt; the last entry goes on for ever. */
export function createScriptedRoute(name: Route['name'], ...script: (Sending | Attempt['outcome'])[]) {
  const questions: ArrivalQuestion[] = [];
  const withdrawn: string[] = [];
  let attempts = 0;
  const route = {
    name,
    limits: () => deskLimits,
    async send(consignment: Consignment, watch: Watch): Promise<Attempt> {
      const entry = script[Math.min(attempts, script.length - 1)] ?? { kind: 'unavailable', message: 'no script' };
      attempts += 1;
      return typeof entry === 'function' ? entry(consignment, watch) : { outcome: entry };
    },
    async findArrival(question: ArrivalQuestion): Promise<Arrival> {
      questions.push(question);
      return route.arrival(question);
    },
    arrival: (_: ArrivalQuestion): Arrival | Promise<Arrival> => ({ kind: 'untold', message: 'no list' }),
    before: [] as string[],
    lists: 0,
    async readAttachmentIds(): Promise<ReadonlySet<string> | undefined> {
      route.lists += 1;
      return new Set(route.before);
    },
    async withdraw(_: unknown, id: string) {
      withdrawn.push(id);
      return true;
    },
    questions,
    withdrawn,
    attempts: () => attempts,
  };
  return route;
}

export function setUp(
  ...routes: [ReturnType<typeof createScriptedRoute>, ...ReturnType<typeof createScriptedRoute>[]]
) {
  const clock = createManualClock();
  const { deliver, lookAgain } = createCarrier({ routes, clock, random: () => 0.5 });
  const steps: DeliveryStep[] = [];
  const past: PastAttempts[] = [];
  const lateArrivals: Delivered[] = [];
  const cancelling = new AbortController();
  const watch = {
    signal: cancelling.signal,
    onStep: (step: DeliveryStep) => void steps.push(step),
    onAttempts: async (attempts: PastAttempts) => void past.push(attempts),
    onLateArrival: (delivery: Delivered) => void lateArrivals.push(delivery),
  };
  return {
    clock,
    steps,
    /** What was told of the attempts, for another page to go on. */
    past,
    lateArrivals,
    cancelling,
    deliver: (consignment = consign('x')) => deliver(consignment, watch),
    /** Once more, by the agent's wish, after `cancelling` was aborted. */
    deliverAgain: (signal = new AbortController().signal) => deliver(consign('x'), { ...watch, signal }),
    /** Asks about the upload of `deliver`. */
    lookAgain: (before?: PastAttempts, consignment = consign('x')) => lookAgain(consignment, before),
    /** As of another page, by itself or as the agent wants it. */
    resume: (before: PastAttempts, byItself: boolean, consignment = consign('x')) =>
      deliver(consignment, { ...watch, byItself }, before),
    kinds: () => steps.map(({ kind, route }) => `${kind} ${route}`),
  };
}

/** A promise to be settled by hand. */
export function createPromise<T>() {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

export const delivered = (attachmentId: string): Outcome => ({ kind: 'delivered', attachmentId });
export const unknown: Outcome = { kind: 'unknown', message: 'silence' };
export const unauthorized: Outcome = { kind: 'unauthorized', message: 'who?' };
export const unavailable: Outcome = { kind: 'unavailable', message: 'down' };
