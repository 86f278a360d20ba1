import type { Outcome } from '../../contract/outcome.ts';
import type { Host, HostAnswer, HostRequest, SettledAnswer, Ticket } from '../hosts/host.ts';
import type { ConnectorDialect } from './connector-dialect.ts';
import { outcomeOfFailure } from './desk-outcome.ts';

/** As much of a host as such calls need. */
export type ConnectorHost = Pick<Host, 'dataCentre' | 'readOrganisation' | 'request'>;

/** Calls a product's own interface about the attachments of a ticket. Never rejects. */
export type ConnectorCall = (
  ticket: Ticket,
  request: Omit<HostRequest, 'url' | 'connection'>,
  /** What follows the address of the attachments. */
  path?: string,
) => Promise<HostAnswer>;

/** Makes the calls of one product. */
export function createConnectorCall(host: ConnectorHost, dialect: ConnectorDialect): ConnectorCall {
  return async (ticket, request, path = '') => {
    const organisation = dialect.namesOrganisation ? await host.readOrganisation() : undefined;
    const headers = organisation === undefined ? {} : { orgId: organisation };
    const url = dialect.attachmentsUrl(host.dataCentre, ticket.id) + path;
    return host.request({ ...request, url, headers, connection: true });
  };
}

/** What follows the address of the attachments for one of them. */
export function pathOf(attachmentId: string): string {
  return `/${encodeURIComponent(attachmentId)}`;
}

/**
 * What an answer means for an upload, whoever gave it.
 * @param nowMs the present, in milliseconds since 1970
 */
export function readOutcome(dialect: ConnectorDialect, answer: SettledAnswer, nowMs: number): Outcome {
  return answer.kind === 'failure' ? outcomeOfFailure(answer) : dialect.outcomeOf(answer, nowMs);
}
