import type { FastifyInstance } from 'fastify';
import { tooManyRequests } from './access.ts';
import { healthPaths } from './health-routes.ts';
import { failAsSpoken } from './interfaces.ts';
import type { Metrics } from './metrics.ts';
import { metricsPath } from './metrics-server.ts';
import { addressKey, type RateLimits } from './rate-limits.ts';
import type { Work } from './work.ts';

export interface GuardParts {
  readonly work: Work;
  readonly rateLimits: RateLimits;
  readonly metrics: Pick<Metrics, 'requestTurned'>;
}

/** When to come back to a gateway that ends: another, or the next one, is there by then; in milliseconds. */
const stoppingWaitMs = 5000;

/** Turns requests away before any route sees them: all new ones once the gateway ends, and those of who asks too much. */
export function guard(app: FastifyInstance, { work, rateLimits, metrics }: GuardParts): void {
  const open = new Set<string>([...Object.values(healthPaths), metricsPath]);
  app.addHook('onRequest', async (request, reply) => {
    if (open.has(request.url)) return;
    if (work.stopping) {
      metrics.requestTurned('stopping');
      return failAsSpoken(reply, 503, 'The gateway is about to end', stoppingWaitMs);
    }
    work.begin(reply.raw);
    const counted = await rateLimits.take('address', addressKey(request.ip));
    if (counted.kind === 'within') return;
    return failAsSpoken(reply, 429, tooManyRequests, counted.waitMs);
  });
}
