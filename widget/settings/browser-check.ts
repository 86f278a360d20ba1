import { omsPaths } from '../../contract/oms.ts';
import type { HttpSender } from '../routes/http-sender.ts';
import { queryPatience } from '../routes/patience.ts';
import type { CheckState, FaultOf } from './check.ts';

/** Finds out why a call did not get through: the browser itself does not say. Never rejects. */
export type FindObstacle = (baseUrl: string) => Promise<Exclude<FaultOf<'browser'>, 'browser.follows'>>;

/**
 * Whether this browser reaches the gateway: knocks at the door where files go in, with nothing in hand. Any answer that
 * the browser hands over will do; it is a refusal.
 */
export async function checkBrowser(
  baseUrl: string,
  sender: HttpSender,
  findObstacle: FindObstacle,
): Promise<CheckState<'browser'>> {
  const end = await sender({
    method: 'POST',
    url: `${baseUrl}${omsPaths.put}`,
    headers: { 'Content-Type': 'application/json' },
    body: new Blob(['{}'], { type: 'application/json' }),
    signal: new AbortController().signal,
    patience: queryPatience,
  });
  if (end.kind === 'answer') return { kind: 'passed' };
  return { kind: 'failed', fault: end.kind === 'timeout' ? 'browser.unreachable' : await findObstacle(baseUrl) };
}

/**
 * The same in the light of the check before it: a gateway that fails says nothing about who may call it, so it looks as
 * if it let nobody in.
 */
export function inTheLightOf(pass: CheckState<'pass'>, browser: CheckState<'browser'>): CheckState<'browser'> {
  if (browser.kind !== 'failed' || pass.kind !== 'failed') return browser;
  const same = pass.fault === 'pass.failing' || pass.fault === 'pass.silent';
  return same ? { kind: 'failed', fault: 'browser.follows' } : browser;
}
