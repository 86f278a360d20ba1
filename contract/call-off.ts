import * as z from 'zod/mini';

/** What became of an upload that its caller has given up: the gateway's answer to having it called off. */
export const CallOffAnswer = z.object({
  /**
   * - `called-off`: it is not on the ticket, and no request with its key will put it there
   * - `delivered`: it was on the ticket before
   * - `on-its-way`: the gateway is still at it
   * - `unknown`: the gateway cannot tell; the ticket's list may
   */
  state: z.enum(['called-off', 'delivered', 'on-its-way', 'unknown']),
  /** Of a delivered one, where the destination told it. */
  attachment_id: z.optional(z.string()),
});
export type CallOffAnswer = z.infer<typeof CallOffAnswer>;

/**
 * Path of an upload of one file, below the gateway's base address.
 * @param key its `Idempotency-Key`
 */
export function uploadPath(ticketId: string, key: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}/uploads/${encodeURIComponent(key)}`;
}
