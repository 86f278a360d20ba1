import { TicketAttachmentList } from '../../contract/ticket-attachment.ts';
import type { ListedAttachment } from './find-match.ts';
import type { HttpEnd } from './http-sender.ts';
import { parseBody } from './parse-body.ts';

/**
 * Reads `GET /v1/tickets/{id}/attachments`.
 * @returns a message where the gateway did not tell, such as for a destination that has no list (501)
 */
export function readGatewayList(end: HttpEnd): readonly ListedAttachment[] | { readonly message: string } {
  if (end.kind !== 'answer') return { message: 'The gateway did not answer' };
  const list = end.status === 200 ? TicketAttachmentList.safeParse(parseBody(end.text)).data : undefined;
  if (!list) return { message: `The gateway has no list of the ticket's files (status ${end.status})` };
  return list.map(({ id, filename, size_bytes, created_at }) => ({
    id,
    name: filename,
    size: size_bytes,
    createdTime: created_at,
  }));
}
