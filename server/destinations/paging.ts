import type { Attachment, Failed, Listing, Page, Reading } from './destination.ts';

/** One page of a service's own list. */
export type PageReading<One> =
  | { readonly kind: 'page'; readonly items: readonly One[]; readonly more: boolean }
  | Failed;

/** Reads one page of a service's own list; the first is 0. */
export type ReadPage<One> = (number: number) => Promise<PageReading<One>>;

/** A list that goes on for longer than this is taken for one without end. */
const mostPages = 50;

const endless: Failed = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'The ticket has more attachments than can be looked through' },
};

/**
 * A part of the whole list, newest first: for a service that does not sort. Which files are the newest is only known
 * when all have been seen, and whoever asks whether a file arrived looks at the newest.
 */
export async function listNewest(readPage: ReadPage<Attachment>, page: Page): Promise<Listing> {
  const all: Attachment[] = [];
  for (let number = 0; number < mostPages; number += 1) {
    const reading = await readPage(number);
    if (reading.kind === 'failed') return reading;
    all.push(...reading.items);
    if (!reading.more) return { kind: 'listed', attachments: newestFirst(all, page) };
  }
  return endless;
}

/** Looks an attachment up in the list: for a service that has no call for a single one. */
export async function findListed<One extends { readonly id: string }>(
  readPage: ReadPage<One>,
  id: string,
): Promise<{ readonly kind: 'found'; readonly item: One } | Exclude<Reading, { kind: 'found' }>> {
  for (let number = 0; number < mostPages; number += 1) {
    const reading = await readPage(number);
    if (reading.kind === 'failed') return absentOr(reading);
    const item = reading.items.find((one) => one.id === id);
    if (item) return { kind: 'found', item };
    if (!reading.more) return { kind: 'not-found' };
  }
  return endless;
}

/** A part of the whole list, newest first; of files from the same second the last in the list is the newest. */
export function newestFirst(all: readonly Attachment[], { offset, limit }: Page): readonly Attachment[] {
  return all
    .toReversed()
    .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    .slice(offset, offset + limit);
}

/** What a service answers about one attachment: where it knows nothing of the ticket either, there is none. */
export function absentOr(failed: Failed): Failed | { readonly kind: 'not-found' } {
  const { outcome } = failed;
  return outcome.kind === 'refused' && outcome.reason === 'ticket-not-found' ? { kind: 'not-found' } : failed;
}
