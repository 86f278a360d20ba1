import * as z from 'zod/mini';
import { TicketAttachment } from './ticket-attachment.ts';

export { SignedDownload } from './ticket-attachment.ts';

/** An attachment just stored; `id` is null where the destination does not tell it, as OMS. */
export const NewTicketAttachment = z.extend(TicketAttachment, { id: z.nullable(z.string()) });
export type NewTicketAttachment = z.infer<typeof NewTicketAttachment>;

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
