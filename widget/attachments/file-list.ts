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
  const ids = new Set(files.map(({ id }) => id));
  const older =
    more && oldest !== undefined
      ? (known.files ?? []).filter((one) => !ids.has(one.id) && isNotLater(one.createdTime, oldest))
      : [];
  return { ...known, files: [...files, ...older], more: older.length > 0 ? known.more : more, trouble: undefined };
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

function isNotLater(time: string, than: string): boolean {
  return Date.parse(time) <= Date.parse(than);
}
