import type { FastifyRequest } from 'fastify';

/** What a key consists of. */
export const idempotencyKeyForm = /^[\x21-\x7e]{1,255}$/;

/** What is said of a key that cannot be used. */
export const badIdempotencyKey = 'Idempotency-Key takes 1 to 255 visible characters';

/** The `Idempotency-Key` of an upload; `null` for one that cannot be used. */
export function readIdempotencyKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  return typeof key === 'string' && idempotencyKeyForm.test(key) ? key : null;
}
