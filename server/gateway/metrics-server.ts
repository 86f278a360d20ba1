import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { bearerOf } from './access.ts';
import { urlOf } from './listening.ts';
import type { Metrics } from './metrics.ts';
import { securityHeaders } from './security-headers.ts';

export const metricsPath = '/metrics';

/** `/metrics` beside the other paths, for whoever has the token. To all others there is no such path. */
export function metricsRoute(app: FastifyInstance, metrics: Metrics, token: string): void {
  app.get(metricsPath, async (request, reply) => {
    if (!isSame(bearerOf(request.headers.authorization), token)) return reply.callNotFound();
    const { contentType, text } = await metrics.read();
    return reply.type(contentType).send(text);
  });
}

export interface MetricsAddress {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where there is none, anybody may read who reaches the address. */
  readonly token?: string | undefined;
}

export interface MetricsServer {
  readonly url: string;
  close(): void;
}

/**
 * `/metrics` at an address of its own.
 * @throws where the address is taken or not of this machine
 */
export async function startMetricsServer(
  metrics: Metrics,
  { host, port, token }: MetricsAddress,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000 }, async (request, response) => {
    const allowed = token === undefined || isSame(bearerOf(request.headers.authorization), token);
    if (request.method !== 'GET' || request.url !== metricsPath || !allowed) {
      response.writeHead(404, securityHeaders).end();
      return;
    }
    const { contentType, text } = await metrics.read();
    response.writeHead(200, { ...securityHeaders, 'content-type': contentType }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    url: `${urlOf(server, { host, port })}${metricsPath}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isSame(given: string | undefined, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(wanted));
}
