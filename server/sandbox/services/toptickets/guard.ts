import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sandboxTopTickets } from '../credentials.ts';
import type { World } from '../world.ts';
import { type Refusal, refusal, refuse } from './failure.ts';

/** Refuses calls without the key, above its rate, or outside its scopes. */
export function checkKey(scope: FastifyInstance, world: World): void {
  scope.addHook('preHandler', async (request, reply) => {
    const refused = checkBearer(request);
    if (refused) return refuse(reply.header('www-authenticate', 'Bearer'), refused);
    const { callsAMinute, scopes } = world.settings.get().toptickets;
    const waitMs = world.topTicketsCalls.admit(callsAMinute);
    if (waitMs > 0) {
      return refuse(
        reply.header('retry-after', String(Math.ceil(waitMs / 1000))),
        refusal(429, 'Rate limit exceeded. Please slow down.'),
      );
    }
    const needed = scopeOf(request.method);
    if (!scopes.includes(needed)) return refuse(reply, refusal(403, `API key lacks required scope: ${needed}`));
  });
}

function checkBearer({ headers }: FastifyRequest): Refusal | undefined {
  const key = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (key === undefined) return refusal(401, 'Not authenticated');
  return key === sandboxTopTickets.apiKey ? undefined : refusal(401, 'Invalid API key');
}

function scopeOf(method: string): 'attachments:read' | 'attachments:write' | 'attachments:delete' {
  if (method === 'POST') return 'attachments:write';
  return method === 'DELETE' ? 'attachments:delete' : 'attachments:read';
}
