import { type DeskAttachment, DeskAttachmentList, DeskFailure } from '../../contract/desk.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { HostAnswer, HostRequest, Ticket } from '../hosts/host.ts';
import { isSuccess, outcomeOfUpload } from '../routes/desk-outcome.ts';
import { callDesk, type DeskCaller } from './desk-calls.ts';
import type { Change, TicketAttachments, TicketFile, Trouble } from './ticket-attachments.ts';

export interface ConnectorAttachmentsOptions {
  readonly host: DeskCaller;
  readonly clock?: Clock;
}

/** What a call without a file may take, in milliseconds. */
const timeoutMs = 15_000;

/** The files on a ticket as Zoho Desk's own interface gives them, through the SDK's connector. */
export function createConnectorAttachments({
  host,
  clock = systemClock,
}: ConnectorAttachmentsOptions): TicketAttachments {
  async function change(ticket: Ticket, id: string, request: Pick<HostRequest, 'method' | 'body'>): Promise<Change> {
    const answer = await callDesk(host, ticket, `/${encodeURIComponent(id)}`, { ...request, timeoutMs });
    if (answer.kind === 'answer' && isSuccess(answer.status) && !DeskFailure.safeParse(answer.body).success) {
      return { kind: 'done' };
    }
    return troubleOf(answer, clock.now());
  }

  return {
    async list(ticket, { skip, limit }) {
      const query = {
        limit: String(limit),
        sortBy: '-createdTime',
        include: 'creator',
        // Zoho's own words and its callers differ on whether the first is 0 or 1: so no file is missed either way.
        ...(skip > 0 && { from: String(skip) }),
      };
      const answer = await callDesk(host, ticket, '', { method: 'GET', query, timeoutMs });
      if (answer.kind === 'answer' && answer.status === 204) return { kind: 'listed', files: [], more: false };
      const listed = answer.kind === 'answer' ? DeskAttachmentList.safeParse(answer.body).data : undefined;
      if (listed) return { kind: 'listed', files: listed.data.map(fileOf), more: listed.data.length >= limit };
      const trouble = troubleOf(answer, clock.now());
      return trouble.kind === 'gone' ? { kind: 'unavailable', message: 'Desk does not know the ticket' } : trouble;
    },
    setVisibility: (ticket, id, isPublic) => change(ticket, id, { method: 'PATCH', body: { isPublic } }),
    remove: (ticket, id) => change(ticket, id, { method: 'DELETE' }),
  };
}

function fileOf({ id, name, size, createdTime, isPublic, creator }: DeskAttachment): TicketFile {
  const creatorName = [creator?.firstName, creator?.lastName].filter(Boolean).join(' ');
  return { id, name, size, createdTime, isPublic, creator: creatorName || undefined };
}

function troubleOf(answer: HostAnswer, nowMs: number): Trouble | { readonly kind: 'gone' } {
  if (answer.kind === 'timeout') return { kind: 'unavailable', message: 'Desk did not answer in time' };
  const outcome = outcomeOfUpload(answer, nowMs);
  if (outcome.kind === 'refused' && outcome.reason === 'ticket-not-found') return { kind: 'gone' };
  const message = 'message' in outcome ? outcome.message : 'Desk’s answer cannot be read';
  const known = outcome.kind === 'unauthorized' || outcome.kind === 'busy';
  return { kind: known ? outcome.kind : 'unavailable', message };
}
