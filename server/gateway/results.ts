import type { OmsFileResult, OmsPutAnswer, OmsPutFailure } from '../../contract/oms.ts';
import type { RefusalReason } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { scannerCode } from './finding-words.ts';
import type { Scrub } from './scrub.ts';
import type { SentFile } from './sent-file.ts';

/** The answer to a request that was understood: `success` only when no file failed. */
export function answerOf(ticketId: string | undefined, files: readonly SentFile[], scrub: Scrub): OmsPutAnswer {
  const results = files.map((file, index) => resultOf(index, file, scrub));
  const uploaded = results.filter((result) => result.success).length;
  const failed = results.length - uploaded;
  return { success: failed === 0, zoho_id: ticketIdOf(files) ?? ticketId ?? null, uploaded, failed, results };
}

/**
 * The answer to a request that was not understood or not allowed. Where files have been sent before that came out, it
 * also tells of them, beside the contract.
 */
export function failureOf(
  error: string,
  ticketId: string | undefined,
  files: readonly SentFile[],
  scrub: Scrub,
): OmsPutFailure | (OmsPutAnswer & OmsPutFailure) {
  const sent = files.some(({ end }) => end.kind === 'delivered' || end.kind === 'unknown');
  return sent ? { ...answerOf(ticketId, files, scrub), success: false, error } : { success: false, error };
}

/** The id that a destination told which finds the ticket itself. */
function ticketIdOf(files: readonly SentFile[]): string | undefined {
  return files.map(({ end }) => ('ticketId' in end ? end.ticketId : undefined)).find((id) => id !== undefined);
}

function resultOf(index: number, { name, contentType, end }: SentFile, scrub: Scrub): OmsFileResult {
  return {
    index,
    name: name ?? null,
    contentType: contentType ?? null,
    success: end.kind === 'delivered',
    http_code: httpCodeOf(end),
    error: 'message' in end ? scrub(end.message) : end.kind === 'cancelled' ? 'The caller went away' : null,
    // Nobody is left to read of a cancelled one; whoever waited on the same key may send again.
    outcome: end.kind === 'cancelled' ? 'unavailable' : end.kind,
    ...(end.kind === 'busy' && end.waitMs !== undefined && { retry_after: Math.ceil(end.waitMs / 1000) }),
    ...(end.kind === 'delivered' && end.attachmentId !== undefined && { attachment_id: end.attachmentId }),
  };
}

/** A file's own HTTP status. A destination's trouble with the gateway's credentials is not the caller's: 502. */
export function httpCodeOf(end: UploadEnd): number {
  switch (end.kind) {
    case 'delivered':
      return 201;
    case 'refused':
      return end.status !== undefined && end.status >= 400 && end.status < 500 ? end.status : codeOfReason[end.reason];
    case 'busy':
      return 429;
    case 'unavailable':
      return end.code === scannerCode ? 503 : 502;
    case 'unauthorized':
    case 'cancelled':
      return 502;
    case 'unknown':
      return 504;
  }
}

const codeOfReason: { readonly [reason in RefusalReason]: number } = {
  empty: 400,
  'too-large': 413,
  type: 415,
  name: 422,
  content: 415,
  'ticket-not-found': 404,
  invalid: 422,
};
