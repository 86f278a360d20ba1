import type { FastifyRequest } from 'fastify';

/** What a key consists of. */
export const idempotencyKeyForm = /^[\x21-\x7e]{1,255}$/;

/** What is said of a key that cannot be used. */
export const badIdempotencyKey = 'Idempotency-Key takes 1 to 255 visible characters';

export type IdempotencyKeyFinding =
  /** `key` is absent where the caller sent none. */
  { readonly kind: 'usable'; readonly key: string | undefined } | { readonly kind: 'unusable' };

/** Reads the `Idempotency-Key` of an upload. */
export function readIdempotencyKey({ headers }: Pick<FastifyRequest, 'headers'>): IdempotencyKeyFinding {
  const key = headers['idempotency-key'];
  const isUsable = key === undefined || (typeof key === 'string' && idempotencyKeyForm.test(key));
  return isUsable ? { kind: 'usable', key } : { kind: 'unusable' };
}
