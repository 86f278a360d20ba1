import fc from 'fast-check';
import type { Outcome } from '../../contract/outcome.ts';
import type { Reply, Script, Treatment } from './model-service.ts';
import type { RouteName } from './route.ts';

/** What happens in one run: which files are picked when, what the services do, and when the page is loaded anew. */
export interface ModelCase {
  readonly routes: readonly [RouteName, ...RouteName[]];
  readonly uploads: readonly ModelUpload[];
  /** Each so long after the one before, in milliseconds. */
  readonly reloads: readonly number[];
  readonly script: Script;
}

/** Times in milliseconds. */
export interface ModelUpload {
  readonly ticketId: string;
  readonly name: string;
  readonly size: number;
  readonly startMs: number;
  readonly cancelMs: number | undefined;
  /** How long after it was cancelled the agent wants it all the same. */
  readonly againMs: number | undefined;
}

/** Mostly short, at times past every timeout. */
const spans = (mostMs: number) => fc.oneof(fc.nat(400), fc.nat(mostMs));

const message = 'no';
const failures: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant<Outcome>({ kind: 'unavailable', message }),
  fc.constant<Outcome>({ kind: 'unauthorized', message }),
  fc.constant<Outcome>({ kind: 'refused', reason: 'type', message }),
  // A service's own word that it failed is believed.
  fc.constant<Outcome>({ kind: 'unknown', code: 'INTERNAL_SERVER_ERROR', message }),
  fc
    .option(fc.nat(130_000), { nil: undefined })
    .map((waitMs): Outcome => ({ kind: 'busy', message, ...(waitMs !== undefined && { waitMs }) })),
);

interface Habits {
  /** Whether what ends in silence may have been stored. */
  readonly silent: boolean;
  /** When a file may still be stored, and answered for, in milliseconds since an attempt began. */
  readonly storedMs: number;
  readonly answeredMs: number;
  /** Whether an answer names the new attachment. */
  readonly tellsId: fc.Arbitrary<boolean>;
}

function treatmentsOf({ silent, storedMs, answeredMs, tellsId }: Habits): fc.Arbitrary<Treatment> {
  const stored = silent ? fc.boolean() : fc.constant(false);
  return fc.oneof(
    fc.record({
      kind: fc.constant('stores' as const),
      storedMs: spans(storedMs),
      answeredMs: spans(answeredMs),
      tellsId,
    }),
    fc.record({ kind: fc.constant('fails' as const), outcome: failures, answeredMs: spans(70_000) }),
    fc.record({ kind: fc.constant('loses-answer' as const), stored, answeredMs: spans(25_000) }),
    fc.record({ kind: fc.constant('hangs' as const), stored, storedMs: spans(30_000) }),
  );
}

function repliesOf(late: boolean): fc.Arbitrary<Reply> {
  return fc.record({ told: late ? fc.constant(true) : fc.boolean(), answeredMs: spans(12_000) });
}

/**
 * What services do in turn.
 * @param late whether a file may be stored after the ticket was asked about it, which its call still tells in the end;
 *   else all is stored before, but the answer and the list may be lost. Of two attempts of one upload that are both
 *   stored, the one late and the other in silence, nobody could know.
 */
export function scriptsOf(late: boolean): fc.Arbitrary<Script> {
  const soon = { silent: true, storedMs: 30_000, answeredMs: 200_000 };
  const connector = late ? { silent: false, storedMs: 120_000, answeredMs: 200_000 } : soon;
  const gateway = late ? { silent: false, storedMs: 59_000, answeredMs: 59_000 } : soon;
  return fc.record({
    treatments: fc.record({
      // Desk always tells the id; a plain OMS does not.
      connector: fc.array(treatmentsOf({ ...connector, tellsId: fc.constant(true) }), { maxLength: 8 }),
      gateway: fc.array(treatmentsOf({ ...gateway, tellsId: fc.boolean() }), { maxLength: 8 }),
    }),
    replies: fc.array(repliesOf(late), { maxLength: 12 }),
  });
}

/** Few tickets, names and sizes, so that different files are often of the same name and size. */
const uploads: fc.Arbitrary<ModelUpload> = fc.record({
  ticketId: fc.constantFrom('7', '8'),
  name: fc.constantFrom('a.txt', 'b.txt'),
  size: fc.constantFrom(1, 2),
  startMs: spans(60_000),
  cancelMs: fc.option(spans(90_000), { nil: undefined, freq: 3 }),
  againMs: fc.option(spans(90_000), { nil: undefined }),
});

export const routeOrders = fc.constantFrom<ModelCase['routes'][]>(
  ['connector'],
  ['gateway'],
  ['connector', 'gateway'],
  ['gateway', 'connector'],
);

const picked = fc.array(uploads, { minLength: 1, maxLength: 5 });

/** One page, to which services may answer late. */
const lateCases: fc.Arbitrary<ModelCase> = fc.record({
  routes: routeOrders,
  uploads: picked,
  reloads: fc.constant([]),
  script: scriptsOf(true),
});

/** Several pages, one after the other. */
const reloadedCases: fc.Arbitrary<ModelCase> = fc.record({
  routes: routeOrders,
  uploads: picked.map((some) => some.map(named)),
  reloads: fc.array(spans(60_000), { maxLength: 3 }),
  script: scriptsOf(false),
});

const twinCases: fc.Arbitrary<ModelCase> = fc.record({
  routes: routeOrders,
  uploads: picked,
  reloads: fc.constant([]),
  script: scriptsOf(false),
});

export const modelCases: fc.Arbitrary<ModelCase> = fc.oneof(lateCases, reloadedCases, twinCases);

/**
 * A page does not know whether an earlier one has put a file of the same name and size on the ticket of which nobody
 * said the id: this remains, where the list is not told either.
 */
function named(upload: ModelUpload, index: number): ModelUpload {
  return { ...upload, name: `${index}${upload.name}` };
}
