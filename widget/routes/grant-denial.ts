import { OmsAuthFailure, omsAuthCodes } from '../../contract/oms.ts';
import { readRetryAfter } from '../../contract/outcome.ts';
import type { HostAnswer } from '../hosts/host.ts';
import type { Denial } from './grant-keeper.ts';

/** Our words for a code of `get/auth`, where they say more than the service's own. */
export type Explanations = { readonly [code: number]: string | undefined };

const meanings: Explanations = {
  [omsAuthCodes.unidentified]: 'The gateway does not know the credentials',
  [omsAuthCodes.invalidData]: 'The gateway finds the credentials invalid',
  [omsAuthCodes.blocked]: 'The gateway has blocked this client',
};

/**
 * What an answer to `get/auth` that grants nothing means for the upload. No file has left, so nothing is in doubt.
 * @param nowMs the present, in milliseconds since 1970
 */
export function denialOf(answer: HostAnswer, explanations: Explanations, nowMs: number): Denial {
  if (answer.kind === 'timeout') return { kind: 'unavailable', message: 'The gateway did not answer in time' };
  if (answer.kind === 'failure') {
    // The address is not in plugin-manifest.json: waiting will not put it there.
    const listed = !/whitelist/i.test(answer.message);
    return { kind: listed ? 'unavailable' : 'unauthorized', message: answer.message };
  }
  const { status, body, retryAfter } = answer;
  const failure = OmsAuthFailure.safeParse(body).data;
  const requestId = failure?.request_id;
  const detail = { ...(status !== undefined && { status }), ...(requestId && { requestId }) };
  if (status === 429) {
    const waitMs = readRetryAfter(retryAfter, nowMs);
    return { kind: 'busy', message: 'The gateway is busy', ...detail, ...(waitMs !== undefined && { waitMs }) };
  }
  const ours = failure && (explanations[failure.code] ?? meanings[failure.code]);
  if (failure && ours) {
    const message = [ours, failure.error].filter(Boolean).join(': ');
    return { kind: 'unauthorized', message, ...detail, code: String(failure.code) };
  }
  const message = failure?.error || `The gateway answered with status ${status ?? 'unknown'}, without a pass`;
  const refused = status === 400 || status === 401 || status === 403;
  return { kind: refused ? 'unauthorized' : 'unavailable', message, ...detail };
}
