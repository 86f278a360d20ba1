import * as z from 'zod/mini';

/**
 * An attachment of a ticket as the gateway's `/v1` gives it: TopTickets' attachment object (seed 004), and what other
 * destinations know beside it.
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
  /** Whether the customer sees it, where the destination knows such a thing. */
  is_public: z.optional(z.boolean()),
  /** Where a link leads, which has no content of its own. */
  attachment_url: z.optional(z.string()),
});
export type TicketAttachment = z.infer<typeof TicketAttachment>;

/** The answer to a list: bare, newest first. */
export const TicketAttachmentList = z.array(TicketAttachment);

/** Where an attachment's content can be fetched without a token, for an hour. */
export const SignedDownload = z.object({
  signed_url: z.string(),
  /** RFC 3339. */
  expires_at: z.string(),
});
export type SignedDownload = z.infer<typeof SignedDownload>;

/** Path of the list, below the gateway's base address. */
export function ticketAttachmentsPath(ticketId: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}/attachments`;
}
