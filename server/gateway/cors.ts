import type { FastifyInstance } from 'fastify';
import { failPut } from './answers.ts';
import { createOriginRule } from './origins.ts';

const preflightAnswer = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
  // As long as browsers keep it at most (Chromium: two hours).
  'access-control-max-age': '7200',
} as const;

/**
 * Lets pages of the allowed origins call from a browser, and no others. Callers that are no browser send no Origin and
 * are not concerned. The header with the gateway secret is not among those allowed: it is for Zoho's servers only.
 * @param allowedOrigins exact or with one leading wildcard label
 */
export function allowOrigins(app: FastifyInstance, allowedOrigins: readonly string[]): void {
  const allows = createOriginRule(allowedOrigins);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    const preflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    if (origin === undefined) return;
    if (allows(origin)) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', 'Retry-After, X-Request-Id');
      if (preflight) return reply.code(204).headers(preflightAnswer).send();
    } else if (preflight) {
      return failPut(reply, 403, 'Origin not allowed');
    }
  });
}
