import { CallOffAnswer, calledOffMessage, callOffPath } from '../../contract/call-off.ts';
import type { Limits } from '../../contract/limits.ts';
import { omsLimits } from '../../contract/limits.ts';
import { omsPaths } from '../../contract/oms.ts';
import type { Arrival } from '../../contract/outcome.ts';
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
import { createGrantKeeper, type Denial, type Grant } from './grant-keeper.ts';
import type { HttpEnd, HttpRequest, HttpSender } from './http-sender.ts';
import { outcomeOfPut } from './oms-outcome.ts';
import { parseBody } from './parse-body.ts';
import { patienceFor, queryMs, queryPatience } from './patience.ts';
import type { ArrivalQuestion, Attempt, Consignment, Route, Watch } from './route.ts';
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

/** How many keys of an upload are tried at most: so many were called off before it. */
const mostKeys = 20;

interface CalledOff extends Pick<CallOffAnswer, 'attachment_id'> {
  /** It did not answer, or is too old to know such a call: then only the list can tell. */
  readonly state: CallOffAnswer['state'] | 'silent' | 'unsupported';
}

/** Our own gateway: a pass for the ticket through the SDK, then multipart with progress straight to the gateway. */
export function createGatewayRoute(options: GatewayOptions): Route {
  const { host, baseUrl, sender, clock = systemClock, blockedEndings = [] } = options;
  let limits = blockEndings(options.limits ?? omsLimits, blockedEndings);
  /** How many keys of an upload were called off, as far as this page knows. */
  const calledOff = new Map<string, number>();
  /** Keys that this page called off: nobody sends with the next one without its knowing. */
  const calledOffHere = new Set<string>();
  /** The key that an upload was sent with last. */
  const sentWith = new Map<string, string>();
  const passes = createGrantKeeper({ clock, ask: renewPass, livesMs: (pass) => pass.expires_in * 1000 });

  async function renewPass(ticketId: string): Promise<Grant<Pass>> {
    const answer = await askForPass({ host, baseUrl, clock }, ticketId);
    if (answer.kind === 'granted') limits = blockEndings(answer.grant.limits, blockedEndings);
    return answer;
  }

  /** Another for each repetition that the gateway is not to take for one. */
  function keyOf({ uploadId, wish = 0 }: Pick<Consignment, 'uploadId' | 'wish'>): string {
    const past = wish + (calledOff.get(uploadId) ?? 0);
    return past === 0 ? uploadId : `${uploadId}-${past}`;
  }

  /** @returns how many keys of the upload were called off before */
  function noteCalledOff(uploadId: string): number {
    const before = calledOff.get(uploadId) ?? 0;
    calledOff.set(uploadId, before + 1);
    return before;
  }

  async function put(consignment: Consignment, pass: Pass, watch: Watch): Promise<HttpEnd> {
    const { file, mimeType, ticket } = consignment;
    const key = keyOf(consignment);
    sentWith.set(consignment.uploadId, key);
    const body = new FormData();
    // Fields before the file: the gateway can then send it on while it still comes in.
    body.append('zoho_id', ticket.id);
    body.append('attachments', declaredAs(file, mimeType), file.name);
    return sender({
      method: 'POST',
      url: `${baseUrl}${omsPaths.put}`,
      headers: {
        Authorization: `Bearer ${pass.auth}`,
        'Idempotency-Key': key,
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
    const outcome = outcomeOfPut(end, clock.now());
    const isCalledOff = outcome.kind === 'refused' && outcome.message === calledOffMessage;
    // By a page that is gone, or by a question before: it is not on the ticket, and takes another key.
    if (!isCalledOff) return { outcome };
    if (noteCalledOff(consignment.uploadId) < mostKeys) return attempt(consignment, watch, renewed);
    return { outcome: { ...outcome, kind: 'unavailable' } };
  }

  async function ask(
    ticket: Ticket,
    method: HttpRequest['method'],
    path: string,
    renewed = false,
  ): Promise<HttpEnd | Denial> {
    const pass = await passes.get(ticket.id);
    if (pass.kind === 'denied') return pass.outcome;
    const end = await sender({
      method,
      url: baseUrl + path,
      headers: { Authorization: `Bearer ${pass.grant.auth}` },
      signal: new AbortController().signal,
      patience: queryPatience,
    });
    if (end.kind !== 'answer' || end.status !== 401) return end;
    passes.forget(ticket.id, pass.grant);
    return renewed ? end : ask(ticket, method, path, true);
  }

  async function list(ticket: Ticket): Promise<readonly ListedAttachment[] | { readonly message: string }> {
    const end = await ask(ticket, 'GET', `${ticketAttachmentsPath(ticket.id)}?limit=100`);
    return 'message' in end ? end : readGatewayList(end);
  }

  async function callOff(question: ArrivalQuestion): Promise<CalledOff> {
    const { ticket, sinceMs, uploadId } = question;
    const key = keyOf(question);
    // Until it is there it grows older.
    const ageMs = clock.now() - sinceMs + queryMs;
    const end = await ask(ticket, 'DELETE', callOffPath(ticket.id, key, ageMs));
    if (end.kind !== 'answer') return { state: 'silent' };
    const { data } = CallOffAnswer.safeParse(parseBody(end.text));
    if (!data) return { state: end.status === 404 || end.status === 405 ? 'unsupported' : 'silent' };
    // One that was only stopped may be on the ticket: the gateway is asked about it until it can tell.
    if (data.state !== 'called-off') return data;
    const isSent = sentWith.get(uploadId) === key;
    if (isSent) noteCalledOff(uploadId);
    if (isSent || calledOffHere.has(key) || data.called_off_before === false) {
      calledOffHere.add(key);
      return data;
    }
    // A page that is gone, having called it off, may have sent the file with the next key.
    if (data.called_off_before && noteCalledOff(uploadId) < mostKeys) return callOff(question);
    return { state: 'unknown' };
  }

  return {
    name: 'gateway',
    leadsTo: baseUrl,
    limits: () => limits,
    send: (consignment, watch) => attempt(consignment, watch, false),
    async findArrival(question) {
      const { state, attachment_id: id } = await callOff(question);
      if (state === 'delivered' && id === undefined) return { kind: 'arrived' };
      if (id !== undefined && !question.knownIds.has(id)) return { kind: 'arrived', attachmentId: id };
      const listed = await list(question.ticket);
      const arrival: Arrival =
        'message' in listed ? { kind: 'untold', message: listed.message } : findMatch(listed, question);
      if (arrival.kind === 'arrived') return arrival;
      if (state === 'on-its-way') return { kind: 'untold', message: 'The gateway is still at it', mayCome: true };
      if (state === 'silent' && arrival.kind === 'absent')
        return { kind: 'untold', message: 'The gateway did not tell' };
      // What the agent wanted sent again may have come with the key before, of which nobody could tell.
      const isSure = state === 'called-off' && question.onlyRoute && question.wish === undefined;
      return isSure ? { kind: 'absent' } : arrival;
    },
    async readAttachmentIds(ticket) {
      const listed = await list(ticket);
      return 'message' in listed ? undefined : new Set(listed.map(({ id }) => id));
    },
  };
}
