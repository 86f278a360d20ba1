import { type OmsFileResult, OmsPutAnswer, OmsPutFailure, omsMessages } from '../../contract/oms.ts';
import { type Outcome, type RefusalReason, readRetryAfter } from '../../contract/outcome.ts';
import type { HttpEnd } from './http-sender.ts';
import { parseBody } from './parse-body.ts';

/**
 * What the answer to `put/ticket_attachments` with one file means.
 * @param nowMs the present, in milliseconds since 1970
 */
export function outcomeOfPut(answer: Extract<HttpEnd, { kind: 'answer' }>, nowMs: number): Outcome {
  const { status, requestId } = answer;
  const told = requestId === undefined ? {} : { requestId };
  const body = parseBody(answer.text);
  const put = OmsPutAnswer.safeParse(body);
  const result = put.success ? put.data.results[0] : undefined;
  if (result) return outcomeOfFile(result, told);
  const failure = OmsPutFailure.safeParse(body).data;
  const message = failure?.error || `The gateway answered with status ${status}`;
  const detail = { message, status, ...told };
  const waitMs = readRetryAfter(answer.retryAfter, nowMs);
  if (status === 401 || status === 403) return { kind: 'unauthorized', ...detail };
  if (status === 429 || (status === 503 && waitMs !== undefined)) {
    return { kind: 'busy', ...detail, ...(waitMs !== undefined && { waitMs }) };
  }
  if (status === 413) return { kind: 'refused', reason: 'too-large', ...detail };
  if (status === 400 && failure) {
    const reason = message === omsMessages.ticketUnknown ? 'ticket-not-found' : 'invalid';
    return { kind: 'refused', reason, ...detail };
  }
  // What is no answer of the contract comes from something in the gateway's place that stored nothing.
  if (status === 503 || (status >= 300 && status < 500)) return { kind: 'unavailable', ...detail };
  return { kind: 'unknown', ...detail };
}

const refusalOfStatus: { readonly [status: number]: RefusalReason | undefined } = {
  404: 'ticket-not-found',
  413: 'too-large',
  415: 'type',
};

function outcomeOfFile(result: OmsFileResult, told: { readonly requestId?: string }): Outcome {
  const { http_code: status, attachment_id: id } = result;
  const kind = result.outcome ?? kindOf(result);
  const message = result.error || `The gateway says ${status} of the file`;
  const detail = { message, status, ...told };
  switch (kind) {
    case 'delivered':
      return { kind, ...(id && { attachmentId: id }) };
    case 'refused':
      return { kind, reason: refusalOfStatus[status] ?? 'invalid', ...detail };
    case 'busy':
      return { kind, ...detail, ...(result.retry_after !== undefined && { waitMs: result.retry_after * 1000 }) };
    default:
      return { kind, ...detail };
  }
}

/** A plain OMS says no more than the status. */
function kindOf({ success, http_code: status }: OmsFileResult): Exclude<Outcome['kind'], 'cancelled'> {
  if (success) return 'delivered';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'busy';
  if (status === 503) return 'unavailable';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}
