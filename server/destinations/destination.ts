import type { Readable } from 'node:stream';
import type { Limits } from '../../contract/limits.ts';
import type { TicketReference } from '../../contract/oms.ts';
import type { Delivered, Failure, Outcome } from '../../contract/outcome.ts';
import type { Sharing } from './sharing.ts';

/** The seam between the gateway and a service that holds tickets. Every destination passes `destination.suite.ts`. */
export interface Destination {
  readonly kind: DestinationKind;
  /** What the service takes: its defaults, or the configuration's. */
  readonly limits: Limits;
  /** What the service can do beside finding a ticket and taking files. */
  readonly can: ReadonlySet<Capability>;
  /**
   * Whether the service gives us a token; asks it only where none is in force. Absent where it needs none, since each
   * call proves who we are by itself. Never rejects.
   */
  checkAccess?(): Promise<Admission>;
  /** By how much the service's clock is ahead of ours, in milliseconds, as far as its answers have told. */
  clockAheadMs?(): number;
  /** Finds the ticket that a reference names. Never rejects. */
  findTicket(reference: TicketReference, call: Call): Promise<TicketFinding>;
  /** Puts one file on a ticket, reading its bytes once. Never rejects; the stream is always read to its end or destroyed. */
  upload(ticketId: string, file: IncomingFile, call: Call): Promise<UploadEnd>;
  /** The ticket's attachments, newest first. Never rejects. */
  list?(ticketId: string, page: Page, call: Call): Promise<Listing>;
  /** What is known of one attachment. Never rejects. */
  read?(ticketId: string, attachmentId: string, call: Call): Promise<Reading>;
  /** One attachment's bytes, as they come. Never rejects. */
  content?(ticketId: string, attachmentId: string, call: Call): Promise<Content>;
  /** Deletes one attachment. Never rejects. */
  remove?(ticketId: string, attachmentId: string, call: Call): Promise<Removal>;
  /** Shows one attachment to the customer, or hides it. Never rejects. */
  setVisibility?(ticketId: string, attachmentId: string, isPublic: boolean, call: Call): Promise<VisibilityChange>;
  /** Attaches a link. The service keeps it as one; nobody fetches what it leads to. Never rejects. */
  uploadLink?(ticketId: string, link: string, call: Call): Promise<UploadEnd>;
}

export type DestinationKind = 'oms' | 'zoho-desk' | 'zoho-crm' | 'bigin' | 'kayako' | 'toptickets';

/** What only some services can do. Each is the name of the method, which is there exactly where `can` has it. */
export const capabilities = ['list', 'read', 'content', 'remove', 'setVisibility', 'uploadLink'] as const;
export type Capability = (typeof capabilities)[number];

/** A destination that surely can do these. */
export type Capable<Of extends Capability> = Destination & Required<Pick<Destination, Of>>;

/** What every call carries. */
export interface Call {
  /** Aborts the upstream call when the caller goes away. */
  readonly signal: AbortSignal;
  /** For whom it is made, unlike any other: where calls have to wait, callers take turns. All that have none are one. */
  readonly caller?: string;
}

/** What a destination is given beside its settings; each has a default. */
export interface DestinationParts {
  /** The present, in milliseconds since 1970. */
  readonly now?: () => number;
  /** What it has in common with others; it is on its own where this is absent. */
  readonly sharing?: Sharing | undefined;
}

export interface IncomingFile {
  readonly name: string;
  readonly mimeType: string;
  /** In bytes, where it is known before the stream ends. */
  readonly size: number | undefined;
  readonly stream: Readable;
  /** The same bytes once more, where they are still at hand: lets a destination send again after a refused token. */
  readonly again?: () => Readable;
}

/** How an upload ended; a service that finds the ticket itself may tell its id. */
export type UploadEnd = Outcome | (Delivered & { readonly ticketId?: string });

export type Admission = { readonly kind: 'admitted' } | Failed;

export type TicketFinding =
  | {
      readonly kind: 'found';
      /** What `upload` and `list` take. */
      readonly ticketId: string;
      /** The id that people and the service know it by, if known. */
      readonly named: string | undefined;
      /** Where `ticketId` holds several names for the service to choose from: the one it would try first, alone. */
      readonly surest?: string;
    }
  | { readonly kind: 'not-found' }
  /** The service could not be asked: what the upload would have ended in. */
  | Failed;

export interface Page {
  readonly offset: number;
  /** At most 100. */
  readonly limit: number;
}

/** One attachment of a ticket, the same for every destination. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mimeType: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly uploadedBy?: string;
  /** Whether the customer sees it, where the service knows such a thing. */
  readonly isPublic?: boolean;
  /** Where a link leads, which has no bytes of its own: http or https. */
  readonly link?: string;
}

/** The service could not be asked, or refused; of a question that changes nothing the end is never `unknown`. */
export interface Failed {
  readonly kind: 'failed';
  readonly outcome: Failure;
}

/** The ticket has no such attachment, or there is no such ticket. */
export interface NotFound {
  readonly kind: 'not-found';
}

export type Listing = { readonly kind: 'listed'; readonly attachments: readonly Attachment[] } | Failed;

export type Reading = { readonly kind: 'found'; readonly attachment: Attachment } | NotFound | Failed;

export type Content = ContentStream | NotFound | Failed;

/** Bytes on their way. Whoever asked for them reads the stream to its end or destroys it. */
export interface ContentStream {
  readonly kind: 'content';
  /** Fails where the bytes break off, or are not as many as `size` says. */
  readonly stream: Readable;
  /** In bytes, where it is known before the stream ends. */
  readonly size: number | undefined;
  readonly mimeType: string | undefined;
}

export type Removal = { readonly kind: 'removed' } | NotFound | Failed;

export type VisibilityChange = { readonly kind: 'changed' } | NotFound | Failed;
