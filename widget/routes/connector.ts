import { DeskAttachmentList, deskOrigin } from '../../contract/desk.ts';
import type { Limits } from '../../contract/limits.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host, HostAnswer, HostRequest, Ticket } from '../hosts/host.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { checkBeforeSending, declaredAs } from './checked-file.ts';
import { isSuccess, outcomeOfUpload } from './desk-outcome.ts';
import { findMatch, type ListedAttachment } from './find-match.ts';
import type { Attempt, Route } from './route.ts';

export interface ConnectorTiming {
  /** What an upload of any size may take, in milliseconds. */
  readonly baseMs: number;
  /** The slowest line on which an upload is still awaited. */
  readonly bytesPerSecond: number;
  /** What any other call may take, in milliseconds. */
  readonly queryMs: number;
}

export const connectorTiming: ConnectorTiming = { baseMs: 30_000, bytesPerSecond: 128 * 1024, queryMs: 10_000 };

export interface ConnectorOptions {
  readonly host: Pick<Host, 'dataCentre' | 'readOrganisation' | 'request'>;
  readonly limits: Limits;
  readonly timing?: Partial<ConnectorTiming>;
  readonly clock?: Clock;
}

/** The connector of Zoho Desk: files travel through the SDK to Desk's own interface. */
export function createConnectorRoute(options: ConnectorOptions): Route {
  const { host, limits, clock = systemClock } = options;
  const timing = { ...connectorTiming, ...options.timing };

  async function call(request: Pick<HostRequest, 'method' | 'file' | 'query'>, path: string, timeoutMs: number) {
    const organisation = await host.readOrganisation();
    const headers = organisation === undefined ? {} : { orgId: organisation };
    const url = `${deskOrigin(host.dataCentre)}/api/v1/tickets/${path}`;
    return host.request({ ...request, url, headers, connection: true, timeoutMs });
  }

  /** The ticket's newest attachments; a message where Desk did not tell them. */
  async function list(ticket: Ticket): Promise<readonly ListedAttachment[] | { readonly message: string }> {
    const query = { sortBy: '-createdTime', limit: '100' };
    const answer = await call({ method: 'GET', query }, attachmentsOf(ticket), timing.queryMs);
    if (answer.kind === 'timeout') return { message: 'Desk did not answer in time' };
    if (answer.kind === 'failure') return { message: answer.message };
    if (answer.status === 204) return [];
    const listed = DeskAttachmentList.safeParse(answer.body);
    return listed.success ? listed.data.data : { message: `Desk answered with status ${answer.status ?? 'unknown'}` };
  }

  return {
    name: 'connector',
    limits: () => limits,
    async send({ ticket, file, mimeType }, { signal }) {
      const findings = await checkBeforeSending(file, limits);
      if (findings.length > 0) return { outcome: { kind: 'limits', findings } };
      if (signal.aborted) return { outcome: { kind: 'cancelled' } };
      const timeoutMs = timing.baseMs + (file.size / timing.bytesPerSecond) * 1000;
      const upload = { method: 'POST', file: { part: 'file', file: declaredAs(file, mimeType) } } as const;
      const answering = call(upload, `${attachmentsOf(ticket)}?isPublic=false`, timeoutMs);
      const answer = await unlessAborted(signal, answering);
      if (answer === aborted) return inDoubt('Cancelled while the connector was sending', answering);
      if (answer.kind === 'timeout') return inDoubt('The connector did not answer in time', answer.later);
      const outcome = outcomeOfUpload(answer, clock.now());
      // Not Desk but something on the way found it too large: another way may be wider.
      if (outcome.kind === 'refused' && outcome.reason === 'too-large' && outcome.code === undefined) {
        return {
          outcome: { kind: 'limits', findings: [{ kind: 'too-large', size: file.size, limit: file.size - 1 }] },
        };
      }
      return { outcome };
    },
    async findArrival(question) {
      const listed = await list(question.ticket);
      return 'message' in listed ? { kind: 'untold', message: listed.message } : findMatch(listed, question);
    },
    async readAttachmentIds(ticket) {
      const listed = await list(ticket);
      return 'message' in listed ? undefined : new Set(listed.map(({ id }) => id));
    },
    async withdraw(ticket, attachmentId) {
      const path = `${attachmentsOf(ticket)}/${encodeURIComponent(attachmentId)}`;
      const answer = await call({ method: 'DELETE' }, path, timing.queryMs);
      return answer.kind === 'answer' && isSuccess(answer.status);
    },
  };

  function inDoubt(message: string, later: Promise<HostAnswer>): Attempt {
    return { outcome: { kind: 'unknown', message }, later: later.then(lastOutcome) };
  }

  async function lastOutcome(answer: HostAnswer): Promise<Outcome> {
    return answer.kind === 'timeout' ? lastOutcome(await answer.later) : outcomeOfUpload(answer, clock.now());
  }
}

function attachmentsOf(ticket: Ticket): string {
  return `${encodeURIComponent(ticket.id)}/attachments`;
}
