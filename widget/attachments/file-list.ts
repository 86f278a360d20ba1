import type { Ticket } from '../hosts/host.ts';
import type { Listing, TicketFile, Trouble } from './ticket-attachments.ts';

/** What is known of one ticket's files. */
export interface FileList {
  readonly ticket: Ticket;
  /** The newest first; `undefined` until they have been read. */
  readonly files: readonly TicketFile[] | undefined;
  /** Whether older ones may follow. */
  readonly more: boolean;
  readonly reading: boolean;
  /** Why the last reading failed. */
  readonly trouble: Trouble | undefined;
}

type Listed = Extract<Listing, { kind: 'listed' }>;

/**
 * Joins the newest files, just read, with what was known: those older than the whole page stay, those that should be
 * on the page and are not have gone.
 */
export function withNewest(known: FileList, { files, more }: Listed): FileList {
  const oldest = files.at(-1)?.createdTime;
  const before = new Map(known.files?.map((one) => [one.id, one]));
  const ids = new Set(files.map(({ id }) => id));
  const older =
    more && oldest !== undefined
      ? (known.files ?? []).filter((one) => !ids.has(one.id) && isNotLater(one.createdTime, oldest))
      : [];
  // The very same object where nothing changed, so that its row is left alone.
  const newest = files.map((one) => sameOr(one, before.get(one.id)));
  return { ...known, files: [...newest, ...older], more: older.length > 0 ? known.more : more, trouble: undefined };
}

/** Adds a page of older files, passing over those that are known. */
export function withOlder(known: FileList, { files, more }: Listed): FileList {
  const ids = new Set(known.files?.map(({ id }) => id));
  const added = files.filter(({ id }) => !ids.has(id));
  // A full page of known ones only would be asked for again and again.
  return { ...known, files: [...(known.files ?? []), ...added], more: more && added.length > 0, trouble: undefined };
}

export function withoutFile(known: FileList, id: string): FileList {
  return { ...known, files: known.files?.filter((one) => one.id !== id) };
}

export function withVisibility(known: FileList, id: string, isPublic: boolean): FileList {
  return { ...known, files: known.files?.map((one) => (one.id === id ? { ...one, isPublic } : one)) };
}

function sameOr(file: TicketFile, before: TicketFile | undefined): TicketFile {
  return before && JSON.stringify(before) === JSON.stringify(file) ? before : file;
}

function isNotLater(time: string, than: string): boolean {
  return Date.parse(time) <= Date.parse(than);
}
