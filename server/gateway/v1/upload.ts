import type { FastifyInstance } from 'fastify';
import { mimeTypeOf } from '../../../contract/check.ts';
import { LinkRequest, type NewTicketAttachment } from '../../../contract/v1-messages.ts';
import type { UploadEnd } from '../../destinations/destination.ts';
import type { AddLink } from '../add-link.ts';
import { hasBrokenOff } from '../answers.ts';
import { logFile } from '../file-log.ts';
import { badIdempotencyKey, readIdempotencyKey } from '../idempotency-key.ts';
import type { GatewayParts } from '../parts.ts';
import { RequestError } from '../relay/request-part.ts';
import { Room, Spool } from '../relay/spool.ts';
import { partsOf } from '../upload-request.ts';
import { isProblemStatus, type Problem, problem, problemOf, type V1Answer } from './answer.ts';
import { canDo, incapable } from './capability.ts';
import { describeAttachment } from './describe.ts';
import { readJsonBody } from './json-body.ts';
import { sendOnly } from './only-file.ts';
import { v1Operations } from './operations.ts';
import { type Asked, ticketRoute } from './ticket-route.ts';

export interface UploadRouteParts extends Pick<GatewayParts, 'judge' | 'scrub' | 'relay' | 'bounds'> {
  readonly addLink: AddLink;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
}

type AskedToAdd = Asked<{ readonly ticket: string }>;
/** What was put on the ticket, as far as it is known without asking the destination. */
type Sent = Pick<NewTicketAttachment, 'filename' | 'content_type' | 'size_bytes' | 'attachment_url'>;

/** Puts a file, streamed through, or a link on a ticket. */
export function uploadRoute(app: FastifyInstance, { relay, addLink, bounds, now, ...parts }: UploadRouteParts): void {
  const { scrub } = parts;

  ticketRoute(app, parts, {
    operation: v1Operations.upload,
    scope: 'attachments:write',
    needs: [],
    async handle(asked) {
      const type = asked.request.headers['content-type'] ?? '';
      if (/^multipart\/form-data\b/i.test(type)) return addFile(asked);
      if (/^application\/json\b/i.test(type)) return attachLink(asked);
      return problem(415, 'The body must be multipart/form-data with a file, or application/json with a link');
    },
  });

  async function addFile(asked: AskedToAdd): Promise<V1Answer> {
    const { client, ticket, request, call } = asked;
    const found = readIdempotencyKey(request);
    if (found.kind === 'unusable') return problem(400, badIdempotencyKey);
    const { send } = relay({ client, ticketId: ticket.id, idempotencyKey: found.key, signal: call.signal });
    try {
      // Of multipart nothing has to be kept.
      const parts = partsOf(request.raw, bounds, new Spool(new Room(0)));
      const sent = await sendOnly(parts, send);
      if (!sent) return noFile;
      logFile(request, client, 0, sent);
      const { name = '', contentType = '', bytes = 0, end } = sent;
      const type = mimeTypeOf({ name, mimeType: contentType, head: undefined });
      return await answerTo(asked, end, { filename: name, content_type: type, size_bytes: bytes });
    } catch (error) {
      if (error instanceof RequestError) {
        return problem(isProblemStatus(error.status) ? error.status : 400, error.message, error.waitMs);
      }
      if (hasBrokenOff(request)) return problem(400, 'The request broke off');
      throw error;
    }
  }

  async function attachLink(asked: AskedToAdd): Promise<V1Answer> {
    const { client, destination, ticket, request, call } = asked;
    const found = readIdempotencyKey(request);
    if (found.kind === 'unusable') return problem(400, badIdempotencyKey);
    const needs = ['uploadLink'] as const;
    if (!canDo(destination, needs)) return incapable(destination, needs);
    const body = readJsonBody(request, LinkRequest);
    if (body.kind === 'problem') return body;
    const { attachment_url } = body.value;
    const order = { client, ticketId: ticket.id, idempotencyKey: found.key, signal: call.signal };
    const end = await addLink({ ...order, destination, url: attachment_url });
    logFile(request, client, 0, { bytes: undefined, end });
    return answerTo(asked, end, { filename: attachment_url, content_type: linkType, size_bytes: 0, attachment_url });
  }

  /** As the destination shows it from now on, else as far as we know it ourselves: it is there in any case. */
  async function answerTo({ destination, ticket, call }: AskedToAdd, end: UploadEnd, sent: Sent): Promise<V1Answer> {
    if (end.kind !== 'delivered') return problemOf(end, scrub);
    const { attachmentId: id } = end;
    const reading = id === undefined ? undefined : await destination.read?.(ticket.id, id, call);
    const value: NewTicketAttachment =
      reading?.kind === 'found'
        ? describeAttachment(ticket, reading.attachment)
        : { id: id ?? null, ticket_id: ticket.named, ...sent, created_at: new Date(now()).toISOString() };
    return { kind: 'value', status: 201, value };
  }
}

/** The type of a link as an attachment, as destinations list it. */
const linkType = 'text/uri-list';

const noFile: Problem = problem(422, [{ loc: ['body', 'file'], msg: 'A file is required', type: 'missing' }]);
