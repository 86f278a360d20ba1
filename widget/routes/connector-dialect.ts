import type { DataCentre } from '../../contract/data-centre.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { ServiceAnswer } from '../hosts/host.ts';
import type { ListedAttachment } from './find-match.ts';

/**
 * What a product's own interface for attachments is like; the way through the connector is the same for all. What it
 * reads are answers of the service: that the product itself failed means the same everywhere.
 */
export interface ConnectorDialect {
  /** For messages. */
  readonly service: string;
  /** Whether calls name the organisation in the header `orgId`. */
  readonly namesOrganisation: boolean;
  /** The address of a ticket's attachments. */
  attachmentsUrl(dataCentre: DataCentre, ticketId: string): string;
  /** Added to that address for an upload. */
  readonly uploadQuery: string;
  /** @param page from 1 */
  listQuery(page: number): Readonly<Record<string, string>>;
  /** Reads a page of the list; `undefined` where the answer is none. */
  readList(answer: ServiceAnswer): ListedPage | undefined;
  /** What the answer to an upload means. @param nowMs the present, in milliseconds since 1970 */
  outcomeOf(answer: ServiceAnswer, nowMs: number): Outcome;
  /** Whether the answer to a deletion says that the attachment is gone. */
  isGone(answer: ServiceAnswer): boolean;
}

export interface ListedPage {
  readonly files: readonly ListedAttachment[];
  /** Whether another page may have one that this upload left. */
  readonly more: boolean;
}
