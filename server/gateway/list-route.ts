import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { TicketAttachment } from '../../contract/ticket-attachment.ts';
import type { Attachment, Call, Capable, Destination, Listing } from '../destinations/destination.ts';
import { bearerOf } from './access.ts';
import { failV1, goneSignal } from './answers.ts';
import type { GatewayParts } from './parts.ts';
import { httpCodeOf } from './results.ts';

/** Most attachments that a destination gives at once. */
const pageSize = 100;

const Params = z.object({ ticket: z.string().regex(/^[\w:.-]{1,100}$/) });
/** As TopTickets' (seed 004): a hundred, at most five hundred. */
const Query = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** `GET /v1/tickets/{ticket}/attachments`: what the ticket has, newest first, as a bare list. */
export function listRoute(app: FastifyInstance, { judge, scrub }: Pick<GatewayParts, 'judge' | 'scrub'>): void {
  app.get('/v1/tickets/:ticket/attachments', async (request, reply) => {
    const access = await judge(bearerOf(request.headers.authorization), 'attachments:read');
    if (access.kind === 'denied') return failV1(reply, access.status, access.message);
    const params = Params.safeParse(request.params);
    if (!params.success) return failV1(reply, 404, 'Ticket not found');
    const query = Query.safeParse(request.query);
    if (!query.success) return reply.code(422).send({ detail: query.error.issues.map(problemOf) });
    const { ticket } = params.data;
    if (access.ticketId !== undefined && access.ticketId !== ticket) return failV1(reply, 401, 'invalid auth');
    const { destination } = access.client;
    if (!canList(destination)) {
      return failV1(reply, 501, `The destination ${destination.kind} cannot list the attachments of a ticket`);
    }
    const listing = await gather(destination, ticket, query.data, { signal: goneSignal(reply) });
    if (listing.kind === 'listed') return listing.attachments.map((one) => describe(ticket, one));
    const { outcome } = listing;
    if (outcome.kind === 'busy' && outcome.waitMs !== undefined) {
      reply.header('retry-after', Math.ceil(outcome.waitMs / 1000));
    }
    const message = 'message' in outcome ? scrub(outcome.message) : 'The list could not be read';
    // Reading changes nothing: an unknown end is no more than a failure.
    return failV1(reply, outcome.kind === 'unknown' ? 502 : httpCodeOf(outcome), message);
  });
}

function canList(destination: Destination): destination is Capable<'list'> {
  return destination.list !== undefined;
}

async function gather(
  destination: Capable<'list'>,
  ticketId: string,
  { offset, limit }: z.infer<typeof Query>,
  call: Call,
): Promise<Listing> {
  const attachments: Attachment[] = [];
  while (attachments.length < limit) {
    const page = { offset: offset + attachments.length, limit: Math.min(pageSize, limit - attachments.length) };
    const listing = await destination.list(ticketId, page, call);
    if (listing.kind === 'failed') return listing;
    attachments.push(...listing.attachments);
    if (listing.attachments.length < page.limit) break;
  }
  return { kind: 'listed', attachments };
}

function describe(ticketId: string, one: Attachment): TicketAttachment {
  return {
    id: one.id,
    ticket_id: ticketId,
    filename: one.name,
    content_type: one.mimeType,
    size_bytes: one.size,
    created_at: one.createdAt,
    ...(one.uploadedBy !== undefined && { uploaded_by_user_id: one.uploadedBy }),
    ...(one.isPublic !== undefined && { is_public: one.isPublic }),
  };
}

function problemOf({ path, message, code }: z.core.$ZodIssue) {
  return { loc: ['query', ...path.map(String)], msg: message, type: code };
}
