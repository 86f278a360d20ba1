import type { DataCentre } from '../../contract/data-centre.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { Page, TicketFile } from '../attachments/ticket-attachments.ts';
import type { ServiceAnswer } from '../hosts/host.ts';

/**
 * What a product's own interface for attachments is like; the way through the connector is the same for all. What it
 * reads are answers of the service: that the product itself failed means the same everywhere.
 */
export interface ConnectorDialect {
  /** For messages. */
  readonly service: string;
  /** The kind of the gateway's destination that is this very service: it knows the attachments by the same ids. */
  readonly destination: string;
  /** Whether calls name the organisation in the header `orgId`. */
  readonly namesOrganisation: boolean;
  /** The address of a ticket's attachments. */
  attachmentsUrl(dataCentre: DataCentre, ticketId: string): string;
  /** Added to that address for an upload. */
  readonly uploadQuery: string;
  /** Added to an attachment's own address to read its bytes; absent where the connector hands over none. */
  readonly contentPath?: string;
  /** The most that one call lists. */
  readonly perPage: number;
  /** Whether the newest are surely on the list's first page. */
  readonly newestFirst: boolean;
  /** Asks for a stretch of the list. */
  listQuery(page: Page): Readonly<Record<string, string>>;
  /** Reads that stretch; `undefined` where the answer is none. */
  readList(answer: ServiceAnswer, page: Page): ListedPage | undefined;
  /** What the answer to an upload means. @param nowMs the present, in milliseconds since 1970 */
  outcomeOf(answer: ServiceAnswer, nowMs: number): Outcome;
  /** Whether the answer to a change or a deletion says that it was made. */
  isDone(answer: ServiceAnswer): boolean;
}

export interface ListedPage {
  /** The newest of the page first. */
  readonly files: readonly TicketFile[];
  /** Whether others may follow. */
  readonly more: boolean;
}
