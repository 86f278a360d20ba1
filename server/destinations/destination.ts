import type { Readable } from 'node:stream';
import type { Limits } from '../../contract/limits.ts';
import type { TicketReference } from '../../contract/oms.ts';
import type { Outcome } from '../../contract/outcome.ts';

/** The seam between the gateway and a service that holds tickets. Every destination passes `destination.suite.ts`. */
export interface Destination {
  readonly kind: DestinationKind;
  /** What the service takes: its defaults, or the configuration's. */
  readonly limits: Limits;
  /** What the service can do; what is not listed is never called. */
  readonly can: ReadonlySet<Capability>;
  /** Finds the ticket that a reference names. Never rejects, but for an aborted signal. */
  findTicket(reference: TicketReference, call: Call): Promise<TicketFinding>;
  /** Puts one file on a ticket, reading its bytes once. Never rejects; the stream is always read to its end or destroyed. */
  upload(ticketId: string, file: IncomingFile, call: Call): Promise<Outcome>;
  /** The ticket's attachments, newest first. Only where `can` has `list`. */
  list(ticketId: string, page: Page, call: Call): Promise<Listing>;
}

export type DestinationKind = 'oms' | 'zoho-desk' | 'zoho-crm' | 'bigin' | 'kayako' | 'toptickets';

export type Capability = 'list';

/** What every call carries. */
export interface Call {
  /** Aborts the upstream call when the caller goes away. */
  readonly signal: AbortSignal;
}

export interface IncomingFile {
  readonly name: string;
  readonly mimeType: string;
  /** In bytes, where it is known before the stream ends. */
  readonly size: number | undefined;
  readonly stream: Readable;
}

export type TicketFinding =
  | { readonly kind: 'found'; readonly ticketId: string }
  | { readonly kind: 'not-found' }
  /** The service could not be asked: what the upload would have ended in. */
  | { readonly kind: 'failed'; readonly outcome: Outcome };

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
}

export type Listing =
  | { readonly kind: 'listed'; readonly attachments: readonly Attachment[] }
  | { readonly kind: 'failed'; readonly outcome: Outcome };
