import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { sandboxOrgId } from '../credentials.ts';
import { deskPeople, type Person } from '../people.ts';
import type { World } from '../world.ts';
import { type DeskRefusal, refusal, refuse } from './failure.ts';

/** Refuses calls above the organisation's number in flight; what hangs after its work counts until it ends. */
export function limitConcurrency(scope: FastifyInstance, world: World): void {
  let inFlight = 0;
  scope.addHook('onRequest', async (_request, reply) => {
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    if (inFlight > world.desk.concurrency) {
      return refuse(reply.header('retry-after', '1'), refusal('TOO_MANY_REQUESTS'));
    }
  });
}

/** Refuses calls without a token in force, or for another organisation. */
export function checkCredentials(scope: FastifyInstance, world: World): void {
  scope.addHook('preHandler', async (request, reply) => {
    const refused = checkToken(request, world) ?? checkOrganisation(request);
    if (refused) return refuse(reply, refused);
  });
}

/** Whose name an upload carries: the agent's by the connector, else that of whoever authorised the server. */
export function callerOf(request: FastifyRequest, world: World): Person {
  return tokenOf(request) === world.connectorToken ? deskPeople.agent : deskPeople.administrator;
}

function checkToken(request: FastifyRequest, world: World): DeskRefusal | undefined {
  if (request.headers.authorization === undefined) return refusal('UNAUTHORIZED');
  const token = tokenOf(request);
  const good = token !== undefined && (token === world.connectorToken || world.tokens.isAlive(token));
  return good ? undefined : refusal('INVALID_OAUTH');
}

function tokenOf(request: FastifyRequest): string | undefined {
  return /^Zoho-oauthtoken (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}

const Query = z.object({ orgId: z.string().optional() });

function checkOrganisation(request: FastifyRequest): DeskRefusal | undefined {
  const query = Query.safeParse(request.query);
  const asked = request.headers['orgid'] ?? (query.success ? query.data.orgId : undefined);
  return asked === undefined || asked === sandboxOrgId ? undefined : refusal('OAUTH_ORG_MISMATCH');
}
