import * as z from 'zod/mini';

/**
 * An attachment of a ticket as the gateway's `GET /v1/tickets/{ticket}/attachments` gives it: TopTickets' attachment
 * object (seed 004), and whether the customer sees it, where the destination knows.
 */
export const TicketAttachment = z.object({
  id: z.string(),
  ticket_id: z.string(),
  filename: z.string(),
  content_type: z.string(),
  /** In bytes. */
  size_bytes: z.number(),
  /** RFC 3339. */
  created_at: z.string(),
  uploaded_by_user_id: z.optional(z.string()),
  is_public: z.optional(z.boolean()),
});
export type TicketAttachment = z.infer<typeof TicketAttachment>;

/** The answer: a bare list, newest first. */
export const TicketAttachmentList = z.array(TicketAttachment);

/** Path of the list, below the gateway's base address. */
export function ticketAttachmentsPath(ticketId: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}/attachments`;
}
