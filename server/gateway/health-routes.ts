import type { FastifyInstance } from 'fastify';
import { healthPath } from '../../contract/health.ts';
import type { Readiness } from './readiness.ts';
import type { Work } from './work.ts';

/** Paths of probes: open to anybody, not counted, and answered to the last. */
export const healthPaths = { alive: healthPath, ready: '/readyz' } as const;

export interface HealthParts {
  readonly work: Work;
  readonly readiness: Readiness;
  /** What works less well than it should, but works. */
  readonly degraded: () => readonly string[];
}

/** `/healthz`: the process answers. `/readyz`: it takes work, and each destination lets it in. */
export function healthRoutes(app: FastifyInstance, { work, readiness, degraded }: HealthParts): void {
  // Any page may find out that the gateway is there: the extension's own then knows that it is not let in, and says so.
  app.get(healthPaths.alive, async (_request, reply) =>
    reply.header('cross-origin-resource-policy', 'cross-origin').send({ status: 'ok' }),
  );

  app.get(healthPaths.ready, async (_request, reply) => {
    if (work.stopping) return reply.code(503).send({ status: 'stopping' });
    const notReady = [...(await readiness.read())].flatMap(([name, admission]) =>
      admission.kind === 'failed' ? [[name, admission.outcome.kind] as const] : [],
    );
    const lessWell = degraded();
    return reply.code(notReady.length === 0 ? 200 : 503).send({
      status: notReady.length === 0 ? 'ready' : 'not ready',
      ...(notReady.length > 0 && { not_ready: Object.fromEntries(notReady) }),
      ...(lessWell.length > 0 && { degraded: lessWell }),
    });
  });
}
