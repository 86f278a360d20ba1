import { DeskAttachmentList, deskOrigin } from '../../contract/desk.ts';
import type { ConnectorDialect } from './connector-dialect.ts';
import { isSuccess, outcomeOfUpload } from './desk-outcome.ts';

/** Zoho Desk. */
export const deskDialect: ConnectorDialect = {
  service: 'Desk',
  namesOrganisation: true,
  attachmentsUrl: (dataCentre, ticketId) =>
    `${deskOrigin(dataCentre)}/api/v1/tickets/${encodeURIComponent(ticketId)}/attachments`,
  uploadQuery: '?isPublic=false',
  // The newest first: no more than the first page is ever needed.
  listQuery: () => ({ sortBy: '-createdTime', limit: '100' }),
  readList(answer) {
    if (answer.status === 204) return { files: [], more: false };
    const listed = DeskAttachmentList.safeParse(answer.body).data;
    return listed && { files: listed.data, more: false };
  },
  outcomeOf: outcomeOfUpload,
  isGone: ({ status }) => isSuccess(status),
};
