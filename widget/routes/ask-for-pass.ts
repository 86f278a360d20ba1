import { omsPaths } from '../../contract/oms.ts';
import { Pass, passSecretHeader, passSecretPlaceholder } from '../../contract/pass.ts';
import type { Clock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { denialOf } from './grant-denial.ts';
import type { Grant } from './grant-keeper.ts';
import { queryMs } from './patience.ts';

export interface PassQuestion {
  readonly host: Pick<Host, 'request'>;
  /** Of the gateway, without a slash at its end. */
  readonly baseUrl: string;
  readonly clock: Clock;
}

/**
 * Asks the gateway for a pass for one ticket. Zoho's servers put the secret in place of its placeholder: it never is
 * in the browser. Never rejects.
 */
export async function askForPass({ host, baseUrl, clock }: PassQuestion, ticketId: string): Promise<Grant<Pass>> {
  const answer = await host.request({
    method: 'POST',
    url: `${baseUrl}${omsPaths.auth}`,
    headers: { [passSecretHeader]: passSecretPlaceholder, 'Content-Type': 'application/json' },
    query: { zoho_id: ticketId },
    body: { zoho_id: ticketId },
    connection: false,
    timeoutMs: queryMs,
  });
  const pass = answer.kind === 'answer' ? Pass.safeParse(answer.body).data : undefined;
  return pass ? { kind: 'granted', grant: pass } : { kind: 'denied', outcome: denialOf(answer, {}, clock.now()) };
}
