import { healthPath } from '../../contract/health.ts';
import { type Clock, pause, systemClock } from '../clock.ts';
import type { FindObstacle } from './browser-check.ts';

/** How long a server may take to say anything, in milliseconds. */
const answerMs = 10_000;

/** The browser tells of a policy's breach a moment after the call has failed, in milliseconds. */
const breachMs = 200;

/**
 * Makes what tells apart why a call failed: the page's own policy forbids the address, the server answers without
 * letting this page in, or nobody answers.
 */
export function createFindObstacle(page: Document = document, clock: Clock = systemClock): FindObstacle {
  return async (baseUrl) => {
    const breach = new AbortController();
    const onBreach = ({ blockedURI }: SecurityPolicyViolationEvent) => {
      if (URL.canParse(blockedURI) && new URL(blockedURI).origin === new URL(baseUrl).origin) breach.abort();
    };
    page.addEventListener('securitypolicyviolation', onBreach);
    try {
      return (await answers(baseUrl, clock)) ? 'browser.origin' : await afterwards();
    } finally {
      page.removeEventListener('securitypolicyviolation', onBreach);
    }

    async function afterwards() {
      await pause(clock, breachMs, breach.signal);
      return breach.signal.aborted ? 'browser.unlisted' : 'browser.unreachable';
    }
  };
}

/** Whether a server answers at all. What it says stays hidden from this page. */
async function answers(baseUrl: string, clock: Clock): Promise<boolean> {
  const patience = new AbortController();
  const stop = clock.after(answerMs, () => patience.abort());
  try {
    await fetch(baseUrl + healthPath, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: patience.signal,
    });
    return true;
  } catch {
    return false;
  } finally {
    stop();
  }
}
