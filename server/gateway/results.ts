import { mimeTypeOf } from '../../contract/check.ts';
import { headBytes } from '../../contract/file-types.ts';
import type { OmsFileResult, OmsPutAnswer } from '../../contract/oms.ts';
import type { RefusalReason } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import type { Scrub } from './scrub.ts';
import type { ArrivedFile } from './upload-request.ts';

/** The answer to a request that was understood: `success` only when no file failed. */
export function answerOf(
  ticketId: string | undefined,
  files: readonly ArrivedFile[],
  ends: readonly UploadEnd[],
  scrub: Scrub,
): OmsPutAnswer {
  const results = files.flatMap((file, index) => {
    const end = ends[index];
    return end ? [resultOf(index, file, end, scrub)] : [];
  });
  const uploaded = results.filter((result) => result.success).length;
  const failed = results.length - uploaded;
  return { success: failed === 0, zoho_id: ticketIdOf(ends) ?? ticketId ?? null, uploaded, failed, results };
}

/** The id that a destination told which finds the ticket itself. */
function ticketIdOf(ends: readonly UploadEnd[]): string | undefined {
  return ends.map((end) => ('ticketId' in end ? end.ticketId : undefined)).find((id) => id !== undefined);
}

function resultOf(index: number, file: ArrivedFile, end: UploadEnd, scrub: Scrub): OmsFileResult {
  return {
    index,
    name: file.name,
    contentType: file.contentType || mimeTypeOf({ name: file.name, mimeType: '', head: headOf(file) }),
    success: end.kind === 'delivered',
    http_code: httpCodeOf(end),
    error: 'message' in end ? scrub(end.message) : end.kind === 'cancelled' ? 'The caller went away' : null,
    // Nobody is left to read of a cancelled one; whoever waited on the same key may send again.
    outcome: end.kind === 'cancelled' ? 'unavailable' : end.kind,
    ...(end.kind === 'busy' && end.waitMs !== undefined && { retry_after: Math.ceil(end.waitMs / 1000) }),
    ...(end.kind === 'delivered' && end.attachmentId !== undefined && { attachment_id: end.attachmentId }),
  };
}

function headOf({ content }: ArrivedFile): Uint8Array | undefined {
  return content.kind === 'bytes' ? content.bytes.subarray(0, headBytes) : undefined;
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
    case 'unauthorized':
    case 'unavailable':
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
