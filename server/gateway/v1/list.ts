import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import type { Attachment, Call, Capable, Listing } from '../../destinations/destination.ts';
import type { GatewayParts } from '../parts.ts';
import { problemOfAsking } from './answer.ts';
import { describeAttachment } from './describe.ts';
import { type ListQuery, v1Operations } from './operations.ts';
import { ticketRoute } from './ticket-route.ts';

/** Most attachments that a destination gives at once. */
const pageSize = 100;

/** What a ticket has, newest first, as a bare list. */
export function listRoute(app: FastifyInstance, parts: Pick<GatewayParts, 'judge' | 'scrub'>): void {
  ticketRoute(app, parts, {
    operation: v1Operations.list,
    scope: 'attachments:read',
    needs: ['list'],
    async handle({ destination, ticket, query, call }) {
      const listing = await gather(destination, ticket.id, query, call);
      if (listing.kind === 'failed') return problemOfAsking(listing.outcome, parts.scrub);
      return { kind: 'value', status: 200, value: listing.attachments.map((one) => describeAttachment(ticket, one)) };
    },
  });
}

async function gather(
  destination: Capable<'list'>,
  ticketId: string,
  { offset, limit }: z.infer<typeof ListQuery>,
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
