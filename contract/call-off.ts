import * as z from 'zod/mini';

/** Said of a file whose upload was called off before its request came. */
export const calledOffMessage = 'This upload was called off';

/** What became of an upload that its caller has given up: the gateway's answer to having it called off. */
export const CallOffAnswer = z.object({
  /**
   * - `called-off`: it is not on the ticket, and no request with its key will put it there
   * - `stopped`: no request with its key will put it there any more; whether one has before, the gateway does not
   *   remember so far back, such as after a restart
   * - `delivered`: it was on the ticket before
   * - `on-its-way`: the gateway is still at it
   * - `unknown`: the gateway cannot tell; the ticket's list may
   */
  state: z.enum(['called-off', 'stopped', 'delivered', 'on-its-way', 'unknown']),
  /**
   * With `called-off` and `stopped`: whether it had been called off before. Whoever did may have sent the file again with
   * another key.
   */
  called_off_before: z.optional(z.boolean()),
  /** Of a delivered one, where the destination told it. */
  attachment_id: z.optional(z.string()),
});
export type CallOffAnswer = z.infer<typeof CallOffAnswer>;

/**
 * Path and query that call an upload of one file off, below the gateway's base address.
 * @param key its `Idempotency-Key`
 * @param ageMs how long ago it was sent first, in milliseconds
 */
export function callOffPath(ticketId: string, key: string, ageMs: number): string {
  const age = Math.max(1, Math.ceil(ageMs));
  return `/v1/tickets/${encodeURIComponent(ticketId)}/uploads/${encodeURIComponent(key)}?age=${age}`;
}
