import type { FastifyRequest } from 'fastify';
import { deskPeople, type Person } from './people.ts';
import type { World } from './world.ts';

/** Whose name a call of a Zoho service carries; `undefined` for one without a token in force. */
export function zohoCaller(request: FastifyRequest, world: World): Person | undefined {
  const token = /^Zoho-oauthtoken (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  // By the connector, the agent's; else that of whoever authorised the server.
  if (token === world.connectorToken) return deskPeople.agent;
  return world.tokens.isAlive(token) ? deskPeople.administrator : undefined;
}
