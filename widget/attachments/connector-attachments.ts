import { type Clock, systemClock } from '../clock.ts';
import type { HostAnswer, HostRequest, Ticket } from '../hosts/host.ts';
import { type ConnectorHost, createConnectorCall, pathOf, readOutcome } from '../routes/connector-call.ts';
import type { ConnectorDialect } from '../routes/connector-dialect.ts';
import type { Change, TicketAttachments, Trouble } from './ticket-attachments.ts';

export interface ConnectorAttachmentsOptions {
  readonly host: ConnectorHost;
  readonly dialect: ConnectorDialect;
  readonly clock?: Clock;
}

/** What a call without a file may take, in milliseconds. */
const timeoutMs = 15_000;

/** The files on a ticket as the product's own interface gives them, through the SDK's connector. */
export function createConnectorAttachments(options: ConnectorAttachmentsOptions): TicketAttachments {
  const { host, dialect, clock = systemClock } = options;
  const { service } = dialect;
  const call = createConnectorCall(host, dialect);

  async function change(ticket: Ticket, id: string, request: Pick<HostRequest, 'method' | 'body'>): Promise<Change> {
    const answer = await call(ticket, { ...request, timeoutMs }, pathOf(id));
    return answer.kind === 'answer' && dialect.isDone(answer) ? { kind: 'done' } : troubleOf(answer);
  }

  function troubleOf(answer: HostAnswer): Trouble | { readonly kind: 'gone' } {
    if (answer.kind === 'timeout') return { kind: 'unavailable', message: `${service} did not answer in time` };
    const outcome = readOutcome(dialect, answer, clock.now());
    if (outcome.kind === 'refused' && outcome.reason === 'ticket-not-found') return { kind: 'gone' };
    const message = 'message' in outcome ? outcome.message : `${service}’s answer cannot be read`;
    const known = outcome.kind === 'unauthorized' || outcome.kind === 'busy';
    return { kind: known ? outcome.kind : 'unavailable', message };
  }

  return {
    async list(ticket, page) {
      const answer = await call(ticket, { method: 'GET', query: dialect.listQuery(page), timeoutMs });
      const listed = answer.kind === 'answer' ? dialect.readList(answer, page) : undefined;
      if (listed) return { kind: 'listed', ...listed };
      const trouble = troubleOf(answer);
      return trouble.kind === 'gone'
        ? { kind: 'unavailable', message: `${service} does not know the ticket` }
        : trouble;
    },
    setVisibility: (ticket, id, isPublic) => change(ticket, id, { method: 'PATCH', body: { isPublic } }),
    remove: (ticket, id) => change(ticket, id, { method: 'DELETE' }),
  };
}
