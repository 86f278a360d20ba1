import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { sandboxOrgId } from '../credentials.ts';
import { limitInFlight } from '../in-flight.ts';
import type { World } from '../world.ts';
import { zohoCaller } from '../zoho-caller.ts';
import { type DeskRefusal, refusal, refuse } from './failure.ts';

/** Refuses calls above the organisation's number in flight. */
export function limitConcurrency(scope: FastifyInstance, world: World): void {
  limitInFlight(
    scope,
    () => world.desk.concurrency,
    (reply) => refuse(reply.header('retry-after', '1'), refusal('TOO_MANY_REQUESTS')),
  );
}

/** Refuses calls without a token in force, or for another organisation. */
export function checkCredentials(scope: FastifyInstance, world: World): void {
  scope.addHook('preHandler', async (request, reply) => {
    const refused = checkToken(request, world) ?? checkOrganisation(request);
    if (refused) return refuse(reply, refused);
  });
}

function checkToken(request: FastifyRequest, world: World): DeskRefusal | undefined {
  if (request.headers.authorization === undefined) return refusal('UNAUTHORIZED');
  return zohoCaller(request, world) ? undefined : refusal('INVALID_OAUTH');
}

const Query = z.object({ orgId: z.string().optional() });

function checkOrganisation(request: FastifyRequest): DeskRefusal | undefined {
  const query = Query.safeParse(request.query);
  const asked = request.headers['orgid'] ?? (query.success ? query.data.orgId : undefined);
  return asked === undefined || asked === sandboxOrgId ? undefined : refusal('OAUTH_ORG_MISMATCH');
}
