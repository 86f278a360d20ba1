import { type DeskAttachment, DeskAttachmentList, DeskFailure, deskOrigin } from '../../contract/desk.ts';
import type { TicketFile } from '../attachments/ticket-attachments.ts';
import type { ConnectorDialect } from './connector-dialect.ts';
import { isSuccess, outcomeOfUpload } from './desk-outcome.ts';

/** Zoho Desk. */
export const deskDialect: ConnectorDialect = {
  service: 'Desk',
  destination: 'zoho-desk',
  namesOrganisation: true,
  attachmentsUrl: (dataCentre, ticketId) =>
    `${deskOrigin(dataCentre)}/api/v1/tickets/${encodeURIComponent(ticketId)}/attachments`,
  uploadQuery: '?isPublic=false',
  contentPath: '/content',
  perPage: 100,
  newestFirst: true,
  listQuery: ({ skip, limit }) => ({
    limit: String(limit),
    sortBy: '-createdTime',
    include: 'creator',
    // Zoho's own words and its callers differ on whether the first is 0 or 1: so no file is missed either way.
    ...(skip > 0 && { from: String(skip) }),
  }),
  readList({ status, body }, { limit }) {
    if (status === 204) return { files: [], more: false };
    const listed = DeskAttachmentList.safeParse(body).data?.data;
    return listed && { files: listed.map(fileOf), more: listed.length >= limit };
  },
  outcomeOf: outcomeOfUpload,
  isDone: ({ status, body }) => isSuccess(status) && !DeskFailure.safeParse(body).success,
};

function fileOf({ id, name, size, createdTime, isPublic, creator }: DeskAttachment): TicketFile {
  const creatorName = [creator?.firstName, creator?.lastName].filter(Boolean).join(' ');
  return { id, name, size, createdTime, isPublic, creator: creatorName || undefined };
}
