import type { HttpEnd } from './http-sender.ts';
import type { Attempt } from './route.ts';

/**
 * What the end of an upload without an answer means: with no byte gone the file surely did not arrive; else it may
 * have. One that the agent stopped before its last byte did not: the gateway gives up with its caller.
 */
export function attemptWithoutAnswer(end: Exclude<HttpEnd, { kind: 'answer' }>): Attempt {
  if (end.kind === 'aborted') {
    const message = 'Cancelled when the file had already left';
    return { outcome: end.sent === 'all' ? { kind: 'unknown', message } : { kind: 'cancelled' } };
  }
  const late = end.kind === 'timeout';
  if (end.sent === 'none') {
    const message = late ? 'The gateway does not take the file' : 'The gateway cannot be reached';
    return { outcome: { kind: 'unavailable', message } };
  }
  const message = late ? 'The gateway did not answer in time' : 'The connection to the gateway broke';
  return { outcome: { kind: 'unknown', message } };
}
