import * as z from 'zod/mini';
import type { Failure, RefusalReason } from './outcome.ts';
import { readRetryAfter } from './outcome.ts';

export { accountsOrigin, type DataCentre, dataCentres, deskOrigin } from './data-centre.ts';

/**
 * What Zoho Desk's REST interface says (Zoho's OpenAPI files for Desk, version 1): read by the widget's connector and
 * by the gateway's `zoho-desk` destination.
 */

/** Who put an attachment on a ticket, as `include=creator` shows it: a system user may have no name at all. */
export const DeskCreator = z.object({
  firstName: z.catch(z.nullish(z.string()), undefined),
  lastName: z.catch(z.nullish(z.string()), undefined),
});

/** One attachment of a ticket. `size` is a string of bytes in Desk's answers. */
export const DeskAttachment = z.object({
  id: z.string(),
  name: z.string(),
  size: z.coerce.number(),
  createdTime: z.string(),
  isPublic: z.optional(z.boolean()),
  creatorId: z.nullish(z.string()),
  /** With `include=creator`. */
  creator: z.catch(z.nullish(DeskCreator), undefined),
  href: z.optional(z.string()),
});
export type DeskAttachment = z.infer<typeof DeskAttachment>;

/** The list of a ticket's attachments; Desk answers 204 without a body when there is none. */
export const DeskAttachmentList = z.object({ data: z.array(DeskAttachment) });

/** A failed call. */
export const DeskFailure = z.object({
  errorCode: z.string(),
  message: z.optional(z.string()),
  errors: z.optional(
    z.array(
      z.object({
        fieldName: z.optional(z.string()),
        errorType: z.optional(z.string()),
        errorMessage: z.optional(z.string()),
      }),
    ),
  ),
});

/** What a failed call may tell: any of it can be missing. */
export interface DeskAnswer {
  /** HTTP status; `undefined` where the way of the call hides it. */
  readonly status: number | undefined;
  readonly body: unknown;
  /** The `Retry-After` header. */
  readonly retryAfter?: string | null | undefined;
  /** The present, in milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * What a failed call of Desk means for an upload. The error code decides where there is one, else the status.
 */
export function outcomeOfDeskFailure({ status, body, retryAfter, nowMs }: DeskAnswer): Failure {
  const failure = DeskFailure.safeParse(body);
  const code = failure.success ? failure.data.errorCode : undefined;
  const message = (failure.success && wordsOf(failure.data)) || `Desk answered with status ${status ?? 'unknown'}`;
  const detail = { message, ...(status !== undefined && { status }), ...(code !== undefined && { code }) };
  const effective = (code !== undefined && Object.hasOwn(statusOfCode, code) && statusOfCode[code]) || status;
  if (effective === 401 || effective === 403) return { kind: 'unauthorized', ...detail };
  if (effective === 429) {
    const waitMs = readRetryAfter(retryAfter, nowMs);
    return { kind: 'busy', ...detail, ...(waitMs !== undefined && { waitMs }) };
  }
  const reason = effective === undefined ? undefined : refusalOfStatus[effective];
  if (reason) return { kind: 'refused', reason, ...detail };
  // A gateway of Zoho's in front of Desk may give up while Desk still stores the file.
  if (effective === undefined || effective === 408 || effective >= 500) {
    return { kind: 'unknown', ...detail };
  }
  return effective >= 400 ? { kind: 'refused', reason: 'invalid', ...detail } : { kind: 'unknown', message };
}

const refusalOfStatus: { readonly [status: number]: RefusalReason } = {
  400: 'invalid',
  404: 'ticket-not-found',
  405: 'invalid',
  413: 'too-large',
  415: 'type',
  422: 'invalid',
};

/** Desk's error codes with the status that Zoho documents for each. */
export const statusOfCode: { readonly [code: string]: number | undefined } = {
  UNAUTHORIZED: 401,
  INVALID_OAUTH: 401,
  SCOPE_MISMATCH: 403,
  OAUTH_ORG_MISMATCH: 403,
  FORBIDDEN: 403,
  LICENSE_ACCESS_LIMITED: 403,
  URL_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  RESOURCE_SIZE_EXCEEDED: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INVALID_DATA: 422,
  EMPTY_PAYLOAD: 422,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  THRESHOLD_EXCEEDED: 429,
  INTERNAL_SERVER_ERROR: 500,
};

function wordsOf(failure: z.infer<typeof DeskFailure>): string {
  const details = (failure.errors ?? []).map((one) =>
    [one.fieldName, one.errorMessage ?? one.errorType].filter(Boolean).join(': '),
  );
  return [failure.message ?? failure.errorCode, ...details].filter(Boolean).join(' – ');
}
