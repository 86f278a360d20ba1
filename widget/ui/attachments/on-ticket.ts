import type { ReadonlySignal } from '@preact/signals';
import type { Intake } from '../../attachments/intake.ts';
import type { AttachmentContents } from '../../attachments/ticket-attachments.ts';
import type { TicketFiles } from '../../attachments/ticket-files.ts';

/** What the list of a ticket's files works with, and the question about new ones that are already there. */
export interface OnTicket {
  readonly files: TicketFiles;
  readonly contents: AttachmentContents;
  readonly intake: Intake;
  /** Shows the files in the product's own page; `undefined` where the product has no such thing. */
  readonly openInProduct: (() => Promise<boolean>) | undefined;
  /** Tells those who cannot see the list. */
  say(text: string): void;
  /** What was told last. */
  readonly news: ReadonlySignal<string>;
}
