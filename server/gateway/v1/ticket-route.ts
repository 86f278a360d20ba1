import type { FastifyInstance, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { omsMessages } from '../../../contract/oms.ts';
import type { Call, Capability, Capable } from '../../destinations/destination.ts';
import { bearerOf } from '../access.ts';
import { goneSignal } from '../answers.ts';
import type { Client } from '../clients.ts';
import type { Scope } from '../configuration-schema.ts';
import type { Operation } from '../docs/operation.ts';
import type { GatewayParts } from '../parts.ts';
import { notFound, problem, problemOfAsking, send, type V1Answer, valueProblem } from './answer.ts';
import { canDo, incapable } from './capability.ts';
import type { TicketParams } from './operations.ts';
import { resolveTicket, type Ticket } from './ticket.ts';

/** A call of `/v1` for one ticket. */
export interface TicketRoute<Params extends typeof TicketParams, Query extends z.ZodObject, Needed extends Capability> {
  readonly operation: Operation & { readonly params: Params; readonly query: Query };
  readonly scope: Scope;
  /** What the destination must be able to do. */
  readonly needs: readonly Needed[];
  handle(asked: Asked<z.infer<Params>, z.infer<Query>, Needed>): Promise<V1Answer>;
}

/** A call that was allowed and understood, for a ticket that the caller may touch. */
export interface Asked<Params, Query = unknown, Needed extends Capability = never> {
  readonly params: Params;
  readonly query: Query;
  readonly client: Client;
  readonly destination: Capable<Needed>;
  readonly ticket: Ticket;
  readonly request: FastifyRequest;
  readonly call: Call;
}

/** Adds a route whose callers are judged, and whose path and query are read, as all others are. */
export function ticketRoute<Params extends typeof TicketParams, Query extends z.ZodObject, Needed extends Capability>(
  app: FastifyInstance,
  { judge, scrub }: Pick<GatewayParts, 'judge' | 'scrub'>,
  { operation, scope, needs, handle }: TicketRoute<Params, Query, Needed>,
): void {
  async function answer(request: FastifyRequest, call: Call): Promise<V1Answer> {
    const access = await judge(bearerOf(request.headers.authorization), scope);
    if (access.kind === 'denied') return problem(access.status, access.message, access.waitMs);
    const params = operation.params.safeParse(request.params);
    if (!params.success) return isTicketIn(params.error) ? notFound.ticket : notFound.attachment;
    const query = operation.query.safeParse(request.query);
    if (!query.success) return valueProblem('query', query.error);
    const { client, ticketId: passTicket } = access;
    const { destination } = client;
    if (!canDo(destination, needs)) return incapable(destination, needs);
    const resolution = await resolveTicket(client, params.data.ticket, passTicket, call);
    switch (resolution.kind) {
      case 'ticket': {
        const { ticket } = resolution;
        return handle({ params: params.data, query: query.data, client, destination, ticket, request, call });
      }
      case 'other-ticket':
        return problem(401, omsMessages.authInvalid);
      case 'not-found':
        return notFound.ticket;
      case 'failed':
        return problemOfAsking(resolution.outcome, scrub);
    }
  }

  app.route({
    method: operation.method,
    url: routePath(operation),
    handler: async (request, reply) => send(reply, await answer(request, { signal: goneSignal(reply) })),
  });
}

/** A ticket or attachment that no destination could have is one that there is not. */
function isTicketIn({ issues }: z.core.$ZodError): boolean {
  return issues.some(({ path }) => path[0] === 'ticket');
}

/** An operation's path as Fastify writes it. */
export function routePath({ path }: Pick<Operation, 'path'>): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
