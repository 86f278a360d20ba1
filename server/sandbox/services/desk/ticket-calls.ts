import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { SandboxTicket } from '../tickets.ts';
import type { World } from '../world.ts';
import { refusal, refuse } from './failure.ts';
import { NoQuery, PageQuery, pageOf, readQuery, SearchQuery } from './query.ts';

const all = '/api/v1/tickets';
const search = '/api/v1/tickets/search';
const one = '/api/v1/tickets/:ticketId';
/** The calls of tickets, with the methods that each path knows. */
export const ticketPaths = { [all]: ['GET'], [search]: ['GET'], [one]: ['GET'] };

export function serveTickets(scope: FastifyInstance, world: World): void {
  scope.get(all, async (request, reply) => {
    const read = readQuery(PageQuery, request.query);
    if (read.kind === 'refused') return refuse(reply, read);
    const asked = pageOf(world.tickets, read.query);
    return asked.length === 0 ? reply.code(204).send() : { data: asked.map(describe) };
  });

  scope.get(search, async (request, reply) => {
    const read = readQuery(SearchQuery, request.query);
    if (read.kind === 'refused') return refuse(reply, read);
    const { ticketNumber, customField1, ...page } = read.query;
    if (ticketNumber === undefined && customField1 === undefined) {
      return refuse(reply, refusal('UNPROCESSABLE_ENTITY', 'At least one search parameter is expected.'));
    }
    const found = world.tickets.filter(
      (ticket) =>
        (ticketNumber === undefined || ticket.ticketNumber === ticketNumber) &&
        (customField1 === undefined || hasField(ticket, customField1)),
    );
    const asked = pageOf(found, page);
    return asked.length === 0 ? reply.code(204).send() : { data: asked.map(describe), count: found.length };
  });

  scope.get(one, async (request, reply) => {
    const read = readQuery(NoQuery, request.query);
    if (read.kind === 'refused') return refuse(reply, read);
    const { ticketId } = z.object({ ticketId: z.string() }).parse(request.params);
    const ticket = world.tickets.find(({ id }) => id === ticketId);
    return ticket ? describe(ticket) : refuse(reply, refusal('URL_NOT_FOUND'));
  });
}

/** @param criterion `cf_name:value` */
function hasField(ticket: SandboxTicket, criterion: string): boolean {
  const colon = criterion.indexOf(':');
  return new Map(Object.entries(ticket.cf)).get(criterion.slice(0, colon)) === criterion.slice(colon + 1);
}

/** A ticket as Desk describes it, as far as callers need it. */
function describe(ticket: SandboxTicket) {
  return {
    id: ticket.id,
    ticketNumber: ticket.ticketNumber,
    subject: ticket.subject,
    status: ticket.status,
    statusType: ticket.status === 'Closed' ? 'Closed' : 'Open',
    priority: ticket.priority,
    channel: ticket.channel,
    createdTime: ticket.createdTime,
    departmentId: ticket.department.id,
    contactId: ticket.contact.id,
    email: ticket.contact.email,
    cf: ticket.cf,
  };
}
