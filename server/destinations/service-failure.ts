import { type Failure, type RefusalReason, readRetryAfter } from '../../contract/outcome.ts';
import type { HttpEnd } from './http-client.ts';

/** A service's answer to a call that it did not do. */
export interface ServiceAnswer {
  readonly status: number;
  /** Parsed; `undefined` where it is none of the service's own. */
  readonly body: unknown;
  /** The `Retry-After` header. */
  readonly retryAfter: string | undefined;
  /** The present, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** What the answer's words add to its status. */
export interface Words {
  readonly message: string;
  readonly code?: string | undefined;
  /** The status that the words amount to, where it is another than that of the answer. */
  readonly as?: number | undefined;
  /** Why the file is refused, where the words tell it better than the status. */
  readonly reason?: RefusalReason | undefined;
}

/** What a status means for an upload, as HTTP has it (RFC 9110). */
export function failureOfStatus(answer: Omit<ServiceAnswer, 'body'>, words: Words): Failure {
  const { message, code, reason } = words;
  const status = words.as ?? answer.status;
  const detail = { message, status: answer.status, ...(code !== undefined && { code }) };
  if (status === 401 || status === 403) return { kind: 'unauthorized', ...detail };
  const waitMs = readRetryAfter(answer.retryAfter, answer.nowMs);
  if (status === 429) return { kind: 'busy', ...detail, ...(waitMs !== undefined && { waitMs }) };
  if (status === 503)
    return waitMs === undefined ? { kind: 'unavailable', ...detail } : { kind: 'busy', ...detail, waitMs };
  // Something in front of a service may give up while the service still stores the file.
  if (status === 408 || status >= 500 || status < 400) return { kind: 'unknown', ...detail };
  return { kind: 'refused', reason: reason ?? reasonOfStatus[status] ?? 'invalid', ...detail };
}

/** Why a file is refused, as far as the status tells. */
export const reasonOfStatus: { readonly [status: number]: RefusalReason } = {
  404: 'ticket-not-found',
  413: 'too-large',
  415: 'type',
};

/** What a call without an answer means for a file. */
export function outcomeWithoutAnswer(end: Exclude<HttpEnd, { kind: 'answer' }>, service: string): Failure {
  if (end.kind === 'aborted') {
    return end.sent === 'all'
      ? { kind: 'unknown', message: `The call was given up before ${service} answered` }
      : { kind: 'cancelled' };
  }
  return { kind: end.sent === 'all' ? 'unknown' : 'unavailable', message: `${service} ${end.message}` };
}

/**
 * A call that changes nothing leaves no doubt behind: what would make the end of an upload unknown is a plain failure.
 * @param signal the caller's
 */
export function failureOfReading(failure: Failure, signal: AbortSignal): Failure {
  if (failure.kind !== 'unknown') return failure;
  return signal.aborted ? { kind: 'cancelled' } : { ...failure, kind: 'unavailable' };
}
