import type { TicketAttachment } from '../../../contract/ticket-attachment.ts';
import type { Attachment } from '../../destinations/destination.ts';
import type { Ticket } from './ticket.ts';

/** A destination's attachment in the form of `/v1`. */
export function describeAttachment({ named }: Ticket, one: Attachment): TicketAttachment {
  return {
    id: one.id,
    ticket_id: named,
    filename: one.name,
    content_type: one.mimeType,
    size_bytes: one.size,
    created_at: one.createdAt,
    ...(one.uploadedBy !== undefined && { uploaded_by_user_id: one.uploadedBy }),
    ...(one.isPublic !== undefined && { is_public: one.isPublic }),
    ...(one.link !== undefined && { attachment_url: one.link }),
  };
}
