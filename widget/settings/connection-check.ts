import * as z from 'zod/mini';
import { deskOrigin } from '../../contract/desk.ts';
import type { Host } from '../hosts/host.ts';
import { outcomeOfUpload } from '../routes/desk-outcome.ts';
import type { CheckState, FaultOf } from './check.ts';

/** How long Desk may take to answer through the connection, in milliseconds. */
export const connectionMs = 10_000;

/** What Desk answers to a question for tickets; 204 without a body where the user sees none. */
const Tickets = z.object({ data: z.array(z.unknown()) });

const faultOfCode: { readonly [code: string]: FaultOf<'connection'> | undefined } = {
  SCOPE_MISMATCH: 'connection.scope',
  FORBIDDEN: 'connection.rights',
  LICENSE_ACCESS_LIMITED: 'connection.rights',
};

/**
 * Whether the connection is authorised, to read and to add: asks Desk for one ticket through it, whichever, and does not
 * look at it; then to change an attachment that no ticket has, which Desk refuses for its scope before it looks for it.
 * @param nowMs the present, in milliseconds since 1970
 */
export async function checkConnection(
  host: Pick<Host, 'dataCentre' | 'readOrganisation' | 'request'>,
  nowMs: number,
): Promise<CheckState<'connection'>> {
  const organisation = await host.readOrganisation();
  const tickets = `${deskOrigin(host.dataCentre)}/api/v1/tickets`;
  const common = {
    headers: organisation === undefined ? {} : { orgId: organisation },
    connection: true,
    timeoutMs: connectionMs,
  };
  const answer = await host.request({ ...common, method: 'GET', url: tickets, query: { limit: '1' } });
  if (answer.kind === 'timeout') return { kind: 'failed', fault: 'connection.silent' };
  if (answer.kind === 'answer' && (answer.status === 204 || Tickets.safeParse(answer.body).success)) {
    const change = { method: 'PATCH', url: `${tickets}/1/attachments/1`, body: { isPublic: false } } as const;
    const refusal = await host.request({ ...common, ...change });
    const outcome = refusal.kind === 'timeout' ? undefined : outcomeOfUpload(refusal, nowMs);
    const lacksScope = outcome?.kind === 'unauthorized' && outcome.code === 'SCOPE_MISMATCH';
    return lacksScope ? { kind: 'failed', fault: 'connection.scope', detail: outcome.message } : { kind: 'passed' };
  }
  // Desk's failures mean the same here as for a file.
  const outcome = outcomeOfUpload(answer, nowMs);
  if (!('message' in outcome)) return { kind: 'failed', fault: 'connection.failing' };
  return { kind: 'failed', fault: faultOf(outcome), detail: outcome.message };
}

function faultOf({ kind, code }: { readonly kind: string; readonly code?: string }): FaultOf<'connection'> {
  if (kind === 'busy') return 'connection.busy';
  if (kind !== 'unauthorized') return 'connection.failing';
  return (code !== undefined && Object.hasOwn(faultOfCode, code) && faultOfCode[code]) || 'connection.unauthorized';
}
