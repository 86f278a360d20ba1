import * as z from 'zod/mini';
import { DeskFailure, outcomeOfDeskFailure } from '../../contract/desk.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { SettledAnswer } from '../hosts/host.ts';

/** As little of a new attachment as proves that it is one. */
const NewAttachment = z.object({ id: z.string().check(z.minLength(1)) });

/**
 * What the connector's answer to an upload means.
 * @param nowMs the present, in milliseconds since 1970
 */
export function outcomeOfUpload(answer: SettledAnswer, nowMs: number): Outcome {
  if (answer.kind === 'failure') return outcomeOfFailure(answer);
  const { status, body } = answer;
  const isFailure = DeskFailure.safeParse(body).success;
  if (!isFailure && (status === undefined || isSuccess(status))) {
    const attachment = NewAttachment.safeParse(body);
    if (attachment.success) return { kind: 'delivered', attachmentId: attachment.data.id };
    // A page of text with a 200 is what a proxy or a sign-in form sends, not Desk.
    if (isSuccess(status) && typeof body !== 'string') return { kind: 'delivered' };
    return { kind: 'unknown', message: 'Desk did not say if it stored the file', ...(status && { status }) };
  }
  if (isFailure) {
    // A 2xx around Desk's error is the connector's own.
    const failed = isSuccess(status) ? undefined : status;
    return outcomeOfDeskFailure({ status: failed, body, retryAfter: answer.retryAfter, nowMs });
  }
  return outcomeOfForeignFailure(answer, nowMs);
}

/** Whether an HTTP status says that a call succeeded. */
export function isSuccess(status: number | undefined): status is number {
  return status !== undefined && status >= 200 && status < 300;
}

/** What Zoho's servers say when the call never reached Desk for want of a right: other routes need none of it. */
const notAllowed =
  /whitelist|not (?:been )?authori[sz]ed|unauthori[sz]ed|not permitted|access denied|invalid oauth|oauth ?token|connection\b.*\b(?:revoked|expired|invalid|not found|does not|missing|disabled|inactive)|\bno (?:such )?connection/i;

/** What it means that the product itself failed or refused a call. */
export function outcomeOfFailure({ message, status, code }: Extract<SettledAnswer, { kind: 'failure' }>): Outcome {
  const detail = { message, ...(status !== undefined && { status }), ...(code !== undefined && { code }) };
  return { kind: notAllowed.test(message) ? 'unauthorized' : 'unknown', ...detail };
}

/** A failing status without Desk's error body: something in front of Desk spoke, so the file itself is not judged. */
function outcomeOfForeignFailure(answer: Extract<SettledAnswer, { kind: 'answer' }>, nowMs: number): Outcome {
  const { status, body } = answer;
  const outcome = outcomeOfDeskFailure({ status, body, retryAfter: answer.retryAfter, nowMs });
  if (outcome.kind !== 'refused' || outcome.reason === 'too-large') return outcome;
  const said = typeof body === 'string' ? body.slice(0, 256) : JSON.stringify(body ?? '').slice(0, 256);
  const detail = { message: `The connector answered with status ${status}: ${said}`, ...(status && { status }) };
  return { kind: notAllowed.test(said) ? 'unauthorized' : 'unavailable', ...detail };
}
