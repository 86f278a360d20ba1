import type { Sent } from './deliver.ts';
import type { BookContent } from './service/book.ts';

/** Where what the gateway said and what the service stored do not agree, by file names. */
export interface Differences {
  /** Said delivered, not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** Said to have failed, and there. */
  readonly thereAfterAll: readonly string[];
  /** There with other bytes than were sent. */
  readonly damaged: readonly string[];
  /** There, and never sent. */
  readonly strange: readonly string[];
}

/** Holds what was said of each file against what was stored of it. */
export function compare(sent: readonly Sent[], { files }: BookContent): Differences {
  const stored = new Map(Object.entries(files));
  const names = new Set(sent.map(({ name }) => name));
  const where = (test: (one: Sent, storings: readonly (readonly [number, number])[]) => boolean): string[] =>
    sent.filter((one) => test(one, stored.get(one.name) ?? [])).map(({ name }) => name);
  return {
    lost: where(({ said }, storings) => said.kind === 'delivered' && storings.length === 0),
    doubled: where((_, storings) => storings.length > 1),
    thereAfterAll: where(({ said }, storings) => said.kind === 'failed' && storings.length > 0),
    damaged: where(({ size, crc }, storings) => storings.some(([bytes, sum]) => bytes !== size || sum !== crc)),
    strange: [...stored.keys()].filter((name) => !names.has(name)),
  };
}
