import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

export const requestIdHeader = 'x-request-id';

/** The number under which a request is in the log: the caller's own where it is fit for one, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[requestIdHeader];
  return typeof given === 'string' && /^[\w.:-]{8,100}$/.test(given) ? given : randomUUID();
}

/** Tells it in a header of every answer, and in a field of every one that says that something went wrong. */
export function tellRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header(requestIdHeader, request.id);
  });
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (!isObject(payload) || 'request_id' in payload) return payload;
    const failed = reply.statusCode >= 400 || ('success' in payload && payload.success === false);
    return failed ? { ...payload, request_id: request.id } : payload;
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
