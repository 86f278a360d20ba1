import type { ContentShelf } from '../../attachments/content-shelf.ts';
import type { TicketFiles } from '../../attachments/ticket-files.ts';

/** What the list of a ticket's files works with. */
export interface Workings {
  readonly files: TicketFiles;
  readonly contents: ContentShelf;
  /** Shows the files in the product's own page; `undefined` where the product has no such thing. */
  readonly openInProduct: (() => Promise<boolean>) | undefined;
  /** Tells those who cannot see the list. */
  say(text: string): void;
}
