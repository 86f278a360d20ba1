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
}

/** Mostly short, at times past every timeout. */
const spans = (mostMs: number) => fc.oneof({ maxDepth: 0 }, fc.nat(400), fc.nat(mostMs));

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

/**
 * @param latestMs when a file may still be stored, in milliseconds since an attempt began
 * @param ids whether an answer names the new attachment
 */
function treatmentsOf(latestMs: number, ids: fc.Arbitrary<boolean>): fc.Arbitrary<Treatment> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('stores' as const),
      storedMs: spans(latestMs),
      answeredMs: spans(200_000),
      tellsId: ids,
    }),
    fc.record({ kind: fc.constant('fails' as const), outcome: failures, answeredMs: spans(70_000) }),
    fc.record({ kind: fc.constant('loses-answer' as const), stored: fc.boolean(), answeredMs: spans(25_000) }),
    fc.record({ kind: fc.constant('hangs' as const), stored: fc.boolean(), storedMs: spans(30_000) }),
  );
}

const replies: fc.Arbitrary<Reply> = fc.record({ told: fc.boolean(), answeredMs: spans(12_000) });

/** What services do in turn. */
export const scripts: fc.Arbitrary<Script> = fc.record({
  treatments: fc.record({
    // Desk always tells the id; a plain OMS does not.
    connector: fc.array(treatmentsOf(120_000, fc.constant(true)), { maxLength: 8 }),
    gateway: fc.array(treatmentsOf(59_000, fc.boolean()), { maxLength: 8 }),
  }),
  replies: fc.array(replies, { maxLength: 12 }),
});

/** Few tickets, names and sizes, so that different files are often of the same name and size. */
const uploads: fc.Arbitrary<ModelUpload> = fc.record({
  ticketId: fc.constantFrom('7', '8'),
  name: fc.constantFrom('a.txt', 'b.txt'),
  size: fc.constantFrom(1, 2),
  startMs: spans(60_000),
  cancelMs: fc.option(spans(90_000), { nil: undefined, freq: 3 }),
});

const routes = fc.constantFrom<ModelCase['routes'][]>(
  ['connector'],
  ['gateway'],
  ['connector', 'gateway'],
  ['gateway', 'connector'],
);

export const modelCases: fc.Arbitrary<ModelCase> = fc
  .record({
    routes,
    uploads: fc.array(uploads, { minLength: 1, maxLength: 5 }),
    reloads: fc.array(spans(60_000), { maxLength: 3 }),
    script: scripts,
  })
  .map((one) => (one.reloads.length > 0 ? { ...one, uploads: one.uploads.map(named) } : one));

/**
 * A page does not know whether an earlier one has put a file of the same name and size on the ticket of which nobody
 * said the id: this remains, where the list is not told either.
 */
function named(upload: ModelUpload, index: number): ModelUpload {
  return { ...upload, name: `${index}${upload.name}` };
}
