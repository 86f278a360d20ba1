import type { Limits } from '../../contract/limits.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { HostAnswer, Ticket } from '../hosts/host.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { checkBeforeSending, declaredAs } from './checked-file.ts';
import { type ConnectorHost, createConnectorCall, pathOf, readOutcome } from './connector-call.ts';
import type { ConnectorDialect } from './connector-dialect.ts';
import { deskDialect } from './desk-dialect.ts';
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
  readonly host: ConnectorHost;
  readonly limits: Limits;
  /** Desk's where it is absent. */
  readonly dialect?: ConnectorDialect;
  readonly timing?: Partial<ConnectorTiming>;
  readonly clock?: Clock;
}

/** How many pages of a list are read at most: where the newest is, not every product says. */
const mostPages = 5;

/** The connector: files travel through the product's SDK to its own interface. */
export function createConnectorRoute(options: ConnectorOptions): Route {
  const { host, limits, dialect = deskDialect, clock = systemClock } = options;
  const { service } = dialect;
  const timing = { ...connectorTiming, ...options.timing };

  const call = createConnectorCall(host, dialect);

  /** The ticket's attachments, the newest among them; a message where the product did not tell them. */
  async function list(ticket: Ticket): Promise<readonly ListedAttachment[] | { readonly message: string }> {
    const files: ListedAttachment[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const stretch = { skip: page * dialect.perPage, limit: dialect.perPage };
      const query = dialect.listQuery(stretch);
      const answer = await call(ticket, { method: 'GET', query, timeoutMs: timing.queryMs });
      if (answer.kind === 'timeout') return { message: `${service} did not answer in time` };
      if (answer.kind === 'failure') return { message: answer.message };
      const listed = dialect.readList(answer, stretch);
      if (!listed) return { message: `${service} answered with status ${answer.status ?? 'unknown'}` };
      files.push(...listed.files);
      if (!listed.more || dialect.newestFirst) break;
    }
    return files;
  }

  return {
    name: 'connector',
    limits: () => limits,
    async send({ ticket, file, mimeType }, { signal }) {
      const findings = await checkBeforeSending(file, limits);
      if (findings.length > 0) return { outcome: { kind: 'limits', findings } };
      if (signal.aborted) return { outcome: { kind: 'cancelled' } };
      const timeoutMs = timing.baseMs + (file.size / timing.bytesPerSecond) * 1000;
      const upload = { method: 'POST', file: { part: 'file', file: declaredAs(file, mimeType) }, timeoutMs } as const;
      const answering = call(ticket, upload, dialect.uploadQuery);
      const answer = await unlessAborted(signal, answering);
      if (answer === aborted) return inDoubt('Cancelled while the connector was sending', answering);
      if (answer.kind === 'timeout') return inDoubt('The connector did not answer in time', answer.later);
      const outcome = readOutcome(dialect, answer, clock.now());
      // Not the product but something on the way found it too large: another way may be wider.
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
      const answer = await call(ticket, { method: 'DELETE', timeoutMs: timing.queryMs }, pathOf(attachmentId));
      if (answer.kind === 'timeout') return false;
      if (answer.kind === 'answer' && dialect.isDone(answer)) return true;
      // Whoever else has removed it: it is there no more.
      const outcome = readOutcome(dialect, answer, clock.now());
      return outcome.kind === 'refused' && outcome.reason === 'ticket-not-found';
    },
  };

  function inDoubt(message: string, later: Promise<HostAnswer>): Attempt {
    return { outcome: { kind: 'unknown', message }, later: later.then(lastOutcome) };
  }

  async function lastOutcome(answer: HostAnswer): Promise<Outcome> {
    return answer.kind === 'timeout' ? lastOutcome(await answer.later) : readOutcome(dialect, answer, clock.now());
  }
}
