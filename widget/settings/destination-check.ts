import type { Pass } from '../../contract/pass.ts';
import { ticketAttachmentsPath } from '../../contract/ticket-attachment.ts';
import type { HttpSender } from '../routes/http-sender.ts';
import { parseBody } from '../routes/parse-body.ts';
import { queryPatience } from '../routes/patience.ts';
import type { CheckState, FaultOf } from './check.ts';
import { nobodysTicket } from './pass-check.ts';

/**
 * Whether the destination knows the gateway: asks through it for the files of a ticket that does not exist, which the
 * destination can say only to somebody whom it lets in.
 * @param pass opens that ticket
 */
export async function checkDestination(
  baseUrl: string,
  pass: Pass,
  sender: HttpSender,
  ticketId = nobodysTicket,
): Promise<CheckState<'destination'>> {
  const end = await sender({
    method: 'GET',
    url: `${baseUrl}${ticketAttachmentsPath(ticketId)}?limit=1`,
    headers: { Authorization: `Bearer ${pass.auth}` },
    signal: new AbortController().signal,
    patience: queryPatience,
  });
  if (end.kind !== 'answer') return { kind: 'failed', fault: 'destination.failing' };
  const { status, text } = end;
  // Desk finds several words for a ticket that is not there.
  if (status === 200 || status === 404 || (status === 422 && pass.destination === 'zoho-desk'))
    return { kind: 'passed' };
  if (status === 501 || status === 422) return { kind: 'skipped', why: 'unlistable' };
  return { kind: 'failed', fault: faultOfStatus[status] ?? 'destination.failing', detail: detailOf(status, text) };
}

const faultOfStatus: { readonly [status: number]: FaultOf<'destination'> | undefined } = {
  401: 'destination.token',
  403: 'destination.scope',
  429: 'destination.busy',
  502: 'destination.refuses',
};

function detailOf(status: number, text: string): string {
  const body = parseBody(text);
  const said = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined;
  return typeof said === 'string' ? said : `The gateway answered with status ${status}`;
}
