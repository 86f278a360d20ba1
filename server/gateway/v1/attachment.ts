import type { FastifyInstance } from 'fastify';
import { VisibilityRequest } from '../../../contract/v1-messages.ts';
import type { Attachment, Capable, Failed, NotFound } from '../../destinations/destination.ts';
import type { GatewayParts } from '../parts.ts';
import type { Scrub } from '../scrub.ts';
import { notFound, type Problem, problemOfAsking, type V1Answer } from './answer.ts';
import { describeAttachment } from './describe.ts';
import { readJsonBody } from './json-body.ts';
import { v1Operations } from './operations.ts';
import { type Asked, ticketRoute } from './ticket-route.ts';

/** What can be done with one attachment. */
export function attachmentRoutes(app: FastifyInstance, parts: Pick<GatewayParts, 'judge' | 'scrub'>): void {
  const { scrub } = parts;

  ticketRoute(app, parts, {
    operation: v1Operations.read,
    scope: 'attachments:read',
    needs: ['read'],
    async handle(asked) {
      const found = await findAttachment(asked, scrub);
      if (found.kind === 'problem') return found;
      return { kind: 'value', status: 200, value: describeAttachment(asked.ticket, found.attachment) };
    },
  });

  ticketRoute(app, parts, {
    operation: v1Operations.change,
    scope: 'attachments:write',
    needs: ['setVisibility', 'read'],
    async handle(asked) {
      const { destination, ticket, params, request, call } = asked;
      const body = readJsonBody(request, VisibilityRequest);
      if (body.kind === 'problem') return body;
      const found = await findAttachment(asked, scrub);
      if (found.kind === 'problem') return found;
      const { is_public: isPublic } = body.value;
      const end = await destination.setVisibility(ticket.id, params.attachment, isPublic, call);
      if (end.kind !== 'changed') return failureOf(end, scrub);
      return { kind: 'value', status: 200, value: describeAttachment(ticket, { ...found.attachment, isPublic }) };
    },
  });

  ticketRoute(app, parts, {
    operation: v1Operations.remove,
    scope: 'attachments:delete',
    needs: ['remove', 'read'],
    async handle(asked): Promise<V1Answer> {
      const found = await findAttachment(asked, scrub);
      if (found.kind === 'problem') return found;
      const end = await asked.destination.remove(asked.ticket.id, asked.params.attachment, asked.call);
      return end.kind === 'removed' ? { kind: 'done' } : failureOf(end, scrub);
    },
  });
}

/**
 * Looks the attachment up on the ticket. Not every service checks that the two belong together when it is told to
 * change or delete one, and whoever may touch one ticket must not reach another's files through it.
 */
export async function findAttachment(
  {
    destination,
    ticket,
    params,
    call,
  }: Asked<{ readonly attachment: string }, unknown, never> & {
    readonly destination: Capable<'read'>;
  },
  scrub: Scrub,
): Promise<{ readonly kind: 'found'; readonly attachment: Attachment } | Problem> {
  const found = await destination.read(ticket.id, params.attachment, call);
  return found.kind === 'found' ? found : failureOf(found, scrub);
}

function failureOf(end: NotFound | Failed, scrub: Scrub): Problem {
  return end.kind === 'not-found' ? notFound.attachment : problemOfAsking(end.outcome, scrub);
}
