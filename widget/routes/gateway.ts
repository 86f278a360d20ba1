import type { Limits } from '../../contract/limits.ts';
import { omsLimits } from '../../contract/limits.ts';
import { omsPaths } from '../../contract/oms.ts';
import type { Pass } from '../../contract/pass.ts';
import { ticketAttachmentsPath } from '../../contract/ticket-attachment.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host, Ticket } from '../hosts/host.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { askForPass } from './ask-for-pass.ts';
import { blockEndings } from './blocked-endings.ts';
import { checkBeforeSending, declaredAs } from './checked-file.ts';
import { findMatch, type ListedAttachment } from './find-match.ts';
import { readGatewayList } from './gateway-list.ts';
import { createGrantKeeper, type Grant } from './grant-keeper.ts';
import type { HttpEnd, HttpSender } from './http-sender.ts';
import { outcomeOfPut } from './oms-outcome.ts';
import { patienceFor, queryPatience } from './patience.ts';
import type { Attempt, Consignment, Route, Watch } from './route.ts';
import { attemptWithoutAnswer } from './sent-outcome.ts';

export interface GatewayOptions {
  readonly host: Pick<Host, 'request'>;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly sender: HttpSender;
  /** Until a pass tells what the destination takes; those of OMS by default. */
  readonly limits?: Limits;
  /** Endings that the administrator keeps off the tickets, whatever the destination takes. */
  readonly blockedEndings?: readonly string[];
  readonly clock?: Clock;
}

/** Our own gateway: a pass for the ticket through the SDK, then multipart with progress straight to the gateway. */
export function createGatewayRoute(options: GatewayOptions): Route {
  const { host, baseUrl, sender, clock = systemClock, blockedEndings = [] } = options;
  let limits = blockEndings(options.limits ?? omsLimits, blockedEndings);
  const passes = createGrantKeeper({ clock, ask: renewPass, livesMs: (pass) => pass.expires_in * 1000 });

  async function renewPass(ticketId: string): Promise<Grant<Pass>> {
    const answer = await askForPass({ host, baseUrl, clock }, ticketId);
    if (answer.kind === 'granted') limits = blockEndings(answer.grant.limits, blockedEndings);
    return answer;
  }

  async function put(consignment: Consignment, pass: Pass, watch: Watch): Promise<HttpEnd> {
    const { file, mimeType, ticket, uploadId, wish } = consignment;
    const body = new FormData();
    // Fields before the file: the gateway can then send it on while it still comes in.
    body.append('zoho_id', ticket.id);
    body.append('attachments', declaredAs(file, mimeType), file.name);
    return sender({
      method: 'POST',
      url: `${baseUrl}${omsPaths.put}`,
      headers: {
        Authorization: `Bearer ${pass.auth}`,
        'Idempotency-Key': wish === undefined ? uploadId : `${uploadId}-${wish}`,
      },
      body,
      signal: watch.signal,
      patience: patienceFor(file.size),
      // The body is larger than the file by the parts' headings.
      onProgress: (sentBytes) => watch.onProgress(Math.min(sentBytes, file.size)),
    });
  }

  async function attempt(consignment: Consignment, watch: Watch, renewed: boolean): Promise<Attempt> {
    const { ticket, file } = consignment;
    const pass = await unlessAborted(watch.signal, passes.get(ticket.id));
    if (pass === aborted) return { outcome: { kind: 'cancelled' } };
    if (pass.kind === 'denied') return { outcome: pass.outcome };
    const findings = await checkBeforeSending(file, blockEndings(pass.grant.limits, blockedEndings));
    if (findings.length > 0) return { outcome: { kind: 'limits', findings } };
    if (watch.signal.aborted) return { outcome: { kind: 'cancelled' } };
    const end = await put(consignment, pass.grant, watch);
    if (end.kind !== 'answer') return attemptWithoutAnswer(end);
    if (end.status === 401) {
      passes.forget(ticket.id, pass.grant);
      // The gateway may have got another signing key since; one new pass shows.
      if (!renewed) return attempt(consignment, watch, true);
    }
    return { outcome: outcomeOfPut(end, clock.now()) };
  }

  async function list(ticket: Ticket): Promise<readonly ListedAttachment[] | { readonly message: string }> {
    const pass = await passes.get(ticket.id);
    if (pass.kind === 'denied') return { message: pass.outcome.message };
    const end = await sender({
      method: 'GET',
      url: `${baseUrl}${ticketAttachmentsPath(ticket.id)}?limit=100`,
      headers: { Authorization: `Bearer ${pass.grant.auth}` },
      signal: new AbortController().signal,
      patience: queryPatience,
    });
    if (end.kind === 'answer' && end.status === 401) passes.forget(ticket.id, pass.grant);
    return readGatewayList(end);
  }

  return {
    name: 'gateway',
    limits: () => limits,
    send: (consignment, watch) => attempt(consignment, watch, false),
    async findArrival(question) {
      const listed = await list(question.ticket);
      return 'message' in listed ? { kind: 'untold', message: listed.message } : findMatch(listed, question);
    },
    async readAttachmentIds(ticket) {
      const listed = await list(ticket);
      return 'message' in listed ? undefined : new Set(listed.map(({ id }) => id));
    },
  };
}
