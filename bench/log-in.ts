import { omsPaths } from '../contract/oms.ts';

/**
 * Logs a client in.
 * @param url of the gateway
 * @param caller what it says of itself, as in the OMS contract
 * @returns its token
 * @throws where the gateway gives none
 */
export async function logIn(url: string, caller: object): Promise<string> {
  const answer = await fetch(`${url}${omsPaths.auth}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(caller),
  });
  const body: unknown = await answer.json();
  if (typeof body !== 'object' || body === null || !('auth' in body)) throw new Error('the gateway gives no token');
  return String(body.auth);
}
