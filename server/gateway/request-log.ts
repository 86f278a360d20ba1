import type { FastifyInstance } from 'fastify';
import { brokenOffStatus } from './answers.ts';
import { healthPaths } from './health-routes.ts';
import { interfaceOf } from './interfaces.ts';
import type { Metrics } from './metrics.ts';
import { metricsPath } from './metrics-server.ts';

/** What stands for the status of an answer that nobody waited for. */
const callerGone = 499;

/** One line and one count for each request, also for one whose caller went away. Good answers to probes leave no line. */
export function logRequests(app: FastifyInstance, metrics: Pick<Metrics, 'requestEnded'>): void {
  const probes = new Set<string>([...Object.values(healthPaths), metricsPath]);
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => {
      const gone = !reply.raw.writableEnded;
      const status = gone ? (brokenOffStatus(reply.raw) ?? callerGone) : reply.statusCode;
      metrics.requestEnded(interfaceOf(request.url), status, reply.elapsedTime / 1000);
      if (status < 400 && probes.has(request.url)) return;
      request.log.info({ req: request, res: { statusCode: status }, ms: Math.round(reply.elapsedTime) }, 'request');
    });
  });
}
