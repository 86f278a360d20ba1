import type { Ticket } from '../hosts/host.ts';

/**
 * The seam between the panel and the files that a ticket already has. Every implementation passes
 * `ticket-attachments.suite.ts`. Nothing here rejects.
 */
export interface TicketAttachments {
  /** The ticket's files, the newest first. Costs one call. */
  list(ticket: Ticket, page: Page): Promise<Listing>;
  /** Shows a file to the customer, or hides it; never `done` where the list does not tell who sees what. */
  setVisibility(ticket: Ticket, id: string, isPublic: boolean): Promise<Change>;
  /** Takes a file off the ticket. */
  remove(ticket: Ticket, id: string): Promise<Change>;
}

/** A stretch of the list. The answer may begin one file early, so what is already known must be passed over. */
export interface Page {
  /** Files already known. */
  readonly skip: number;
  readonly limit: number;
}

/** A file that is on a ticket. Name and creator are what people typed: text, never mark-up. */
export interface TicketFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** RFC 3339. */
  readonly createdTime: string;
  /** Whether the customer sees it; `undefined` where that is not told. */
  readonly isPublic: boolean | undefined;
  /** The name of who put it there. */
  readonly creator: string | undefined;
  /** Where it leads, if it is no file but a link: an `http` or `https` address. */
  readonly link?: string | undefined;
}

export type Listing =
  /** `more`: older ones may follow. */
  { readonly kind: 'listed'; readonly files: readonly TicketFile[]; readonly more: boolean } | Trouble;

export type Change =
  | { readonly kind: 'done' }
  /** The file, or its ticket, is not there any more. */
  | { readonly kind: 'gone' }
  | Trouble;

/** Why a list or a change did not come about. After `unavailable` a change may still have been made. */
export interface Trouble {
  readonly kind: 'unauthorized' | 'busy' | 'unavailable';
  /** The service's words, or ours where it gave none. */
  readonly message: string;
}

/** Where the bytes of files on tickets can be had. */
export interface AttachmentContents {
  /** Whether there is any point in asking; follows what was learned from asking, as a signal does. */
  offers(file: TicketFile): boolean;
  /** Never rejects. @returns `undefined` where they could not be had */
  read(ticket: Ticket, file: TicketFile): Promise<Blob | undefined>;
}
