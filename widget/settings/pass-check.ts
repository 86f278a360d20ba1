import { omsAuthCodes } from '../../contract/oms.ts';
import type { Pass } from '../../contract/pass.ts';
import type { Clock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { askForPass } from '../routes/ask-for-pass.ts';
import type { Denial } from '../routes/grant-keeper.ts';
import type { CheckState, FaultOf } from './check.ts';

/** A well-formed id that no ticket has: a pass is given for it all the same, and opens nothing. */
export const nobodysTicket = '1';

/** Such an id in TopTickets, which the gateway must ask: of ids in any other form it knows by itself that none has them. */
export const nobodysTopTicket = '00000000-0000-0000-0000-000000000000';

export type PassFinding =
  | { readonly state: CheckState<'pass'> & { readonly kind: 'passed' }; readonly pass: Pass }
  | { readonly state: CheckState<'pass'> & { readonly kind: 'failed' } };

/** Whether the gateway gives a pass for this ticket when Zoho's servers ask for one with the secret. */
export async function checkPass(
  host: Pick<Host, 'request'>,
  baseUrl: string,
  clock: Clock,
  ticketId = nobodysTicket,
): Promise<PassFinding> {
  const grant = await askForPass({ host, baseUrl, clock }, ticketId);
  if (grant.kind === 'granted') return { state: { kind: 'passed' }, pass: grant.grant };
  return { state: { kind: 'failed', fault: faultOf(grant.outcome), detail: grant.outcome.message } };
}

const faultOfCode: { readonly [code: string]: FaultOf<'pass'> | undefined } = {
  [omsAuthCodes.unidentified]: 'pass.secretWrong',
  // Without a secret the gateway takes the question for one of the OMS contract, with its credentials missing.
  [omsAuthCodes.invalidData]: 'pass.secretMissing',
  [omsAuthCodes.blocked]: 'pass.blocked',
};

function faultOf({ kind, message, code }: Denial): FaultOf<'pass'> {
  if (/whitelist/i.test(message)) return 'pass.unlisted';
  // The gateway has seen the placeholder itself.
  if (/did not fill in/i.test(message)) return 'pass.secretMissing';
  if (kind === 'busy') return 'pass.busy';
  if (kind === 'unavailable' && /in time/.test(message)) return 'pass.silent';
  return (code !== undefined && faultOfCode[code]) || 'pass.failing';
}
