/**
 * What one attempt to put a file on a ticket ended in. Every route of the widget and every destination of the gateway
 * ends in one of these; nothing else decides whether to retry, to take the next route or to stop.
 */
export type Outcome = Delivered | Failure;

/** Every end but the good one. */
export type Failure = Refused | Unauthorized | Busy | Unavailable | Unknown | Cancelled;

/** The file is on the ticket: the service said so, or the ticket's own list shows it. */
export interface Delivered {
  readonly kind: 'delivered';
  /** The service's id of the new attachment, where its answer has one. */
  readonly attachmentId?: string;
}

/** What a service may tell of a failure beside its words. */
interface Told {
  /** HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** The service's error code, such as Desk's `UNPROCESSABLE_ENTITY`. */
  readonly code?: string;
  /** Under which the service has the request in its log. */
  readonly requestId?: string;
}

/** Refused for good: the same file to the same ticket would be refused again. Never retried. */
export interface Refused extends Told {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** The service's own words, or ours where it gave none. */
  readonly message: string;
}

/** Why a file was refused for good. */
export const refusalReasons = ['empty', 'too-large', 'type', 'name', 'content', 'ticket-not-found', 'invalid'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** The route or destination does not accept who we are: the next route may. */
export interface Unauthorized extends Told {
  readonly kind: 'unauthorized';
  readonly message: string;
}

/** The service asks to come back later. */
export interface Busy extends Told {
  readonly kind: 'busy';
  /** How long it asked to wait, in milliseconds; absent where it gave no time. */
  readonly waitMs?: number;
  readonly message: string;
}

/** The service could not be reached or failed, and the file surely did not arrive. */
export interface Unavailable extends Told {
  readonly kind: 'unavailable';
  readonly message: string;
}

/** The end is unknown: the file may have arrived. The ticket is asked before anything is sent again. */
export interface Unknown extends Told {
  readonly kind: 'unknown';
  readonly message: string;
  /** The service's error code: it said itself that it failed, so that it need not go last for its silence. */
  readonly code?: string;
}

/** Stopped by the agent, or by a caller who went away, before the file arrived. */
export interface Cancelled {
  readonly kind: 'cancelled';
}

/** The answer to "did it arrive?". */
export type Arrival =
  /** Without an id where whoever took it told none. */
  | { readonly kind: 'arrived'; readonly attachmentId?: string }
  | { readonly kind: 'absent' }
  /** The question could not be asked or was not answered. */
  | {
      readonly kind: 'untold';
      readonly message: string;
      /** It is under way: that it is not there yet, as others may tell, means nothing. */
      readonly mayCome?: true;
    };

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 * @param value the header's value
 * @param nowMs the present, in milliseconds since 1970
 * @returns milliseconds to wait, at least 0; `undefined` where the value is neither form
 */
export function readRetryAfter(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse also reads "-5" as a year: an HTTP date begins with the day's name.
  const date = /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
