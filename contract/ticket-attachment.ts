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

/** An attachment just stored; `id` is null where the destination does not tell it, as OMS. */
export const NewTicketAttachment = z.extend(TicketAttachment, { id: z.nullable(z.string()) });
export type NewTicketAttachment = z.infer<typeof NewTicketAttachment>;

/** Where an attachment's content can be fetched without a token, for an hour. */
export const SignedDownload = z.object({
  signed_url: z.string(),
  /** RFC 3339. */
  expires_at: z.string(),
});
export type SignedDownload = z.infer<typeof SignedDownload>;

/** How long a signed download URL works, in seconds: one hour, as TopTickets' (seed 004). */
export const downloadSeconds = 60 * 60;

/** The body of a change of visibility. */
export const VisibilityRequest = z.object({ is_public: z.boolean() });

/** The body that attaches a link. */
export const LinkRequest = z.object({
  attachment_url: z.url({ protocol: /^https?$/ }).check(z.maxLength(2000)),
});

/** Why a single value of a request is not right: where it stands, and what is wrong with it. */
export const ValueProblem = z.object({
  loc: z.array(z.union([z.string(), z.number()])),
  msg: z.string(),
  type: z.string(),
});
export type ValueProblem = z.infer<typeof ValueProblem>;

/** Any answer of `/v1` that is no success, in TopTickets' form with the number to look for in the gateway's log. */
export const V1Failure = z.object({
  detail: z.union([z.string(), z.array(ValueProblem)]),
  request_id: z.string(),
});
export type V1Failure = z.infer<typeof V1Failure>;

/** Path of the list, below the gateway's base address. */
export function ticketAttachmentsPath(ticketId: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}/attachments`;
}
