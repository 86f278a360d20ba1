import * as z from 'zod';
import { idempotencyKeyForm } from '../idempotency-key.ts';

export type Schema = z.core.$ZodType;

/** One call of the gateway: what its route reads requests with, and what the document tells of it. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in OpenAPI: `/v1/tickets/{ticket}/attachments`. */
  readonly path: string;
  /** Its name, the same for good: clients generate theirs from it. */
  readonly id: string;
  readonly group: Group;
  readonly summary: string;
  /** Plain text. */
  readonly description?: string;
  readonly auth: 'bearer' | 'none';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** By media type. */
  readonly bodies?: Readonly<Record<string, Schema>>;
  /** By status. */
  readonly answers: Answers;
}

/** Headings of the document, in this order. */
export const groups = ['OMS contract', 'Attachments', 'Operation'] as const;
export type Group = (typeof groups)[number];

export type Answers = Readonly<Record<number, DocumentedAnswer>>;

export interface DocumentedAnswer {
  readonly description: string;
  /** By media type; none where the answer has no body. */
  readonly contents?: Readonly<Record<string, Schema | 'bytes' | 'text'>>;
  /** Headers that the answer has only in this case, with what they hold. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in JSON. */
export function json(description: string, schema: Schema): DocumentedAnswer {
  return { description, contents: { 'application/json': schema } };
}

/** The header of an answer that asks to come back later. */
export const retryAfter = { 'Retry-After': 'When to come back, in seconds, where it is known.' } as const;

/** The header of an upload that may be repeated. */
export const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(idempotencyKeyForm)
    .optional()
    .describe('For 24 hours, the same key and file get the first end again, without a second upload.'),
});
