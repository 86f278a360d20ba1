import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness.ts';
import type { Work } from './work.ts';

/** Paths of probes: open to anybody, not counted, and answered to the last. */
export const healthPaths = { alive: '/healthz', ready: '/readyz' } as const;

export interface HealthParts {
  readonly work: Work;
  readonly readiness: Readiness;
  /** What works less well than it should, but works. */
  readonly degraded: () => readonly string[];
}

/** `/healthz`: the process answers. `/readyz`: it takes work, and each destination lets it in. */
export function healthRoutes(app: FastifyInstance, { work, readiness, degraded }: HealthParts): void {
  app.get(healthPaths.alive, async () => ({ status: 'ok' }));

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
