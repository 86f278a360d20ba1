import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { createJudge } from './access.ts';
import { createArrivals } from './arrival.ts';
import { authRoute } from './auth-route.ts';
import { createClients } from './clients.ts';
import type { Configuration } from './configuration.ts';
import { maxRequestBytes } from './configuration-schema.ts';
import { allowOrigins } from './cors.ts';
import { createDestinations, type Destinations } from './destinations.ts';
import { answerFaults } from './faults.ts';
import { createIdempotency } from './idempotency.ts';
import { listRoute } from './list-route.ts';
import { type LogTarget, logSettings } from './log.ts';
import { putRoute } from './put-route.ts';
import { createRelay } from './relay.ts';
import { createScrub } from './scrub.ts';
import { createTokens } from './tokens.ts';

export interface GatewayOptions {
  /** Where log lines go; standard output where it is absent, nowhere for `false`. */
  readonly logger?: LogTarget | false;
  /** The present, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
  /** In place of those of the configuration. */
  readonly destinations?: Destinations;
}

/** How long a caller may take for the header of a request, in milliseconds. */
const headersMs = 20_000;

/** The gateway as a server that does not listen yet. */
export function createGateway(configuration: Configuration, options: GatewayOptions = {}): FastifyInstance {
  const { now = Date.now, wait = (ms) => setTimeout(ms, undefined, { ref: false }), logger = process.stdout } = options;
  const destinations = options.destinations ?? createDestinations(configuration, now);
  const largest = Math.max(...[...destinations.values()].map(({ limits }) => limits.fileBytes));
  const bounds = { request: maxRequestBytes(configuration, largest), file: largest };
  const scrub = createScrub(configuration);
  const tokens = createTokens(configuration.signingKey, now);
  const clients = createClients(configuration, destinations);
  const arrivals = createArrivals({ wait });
  const relay = createRelay({ arrivals, idempotency: createIdempotency({ now }), now });
  const parts = { tokens, clients, relay, scrub, bounds, judge: createJudge(tokens, clients) };

  const requestMs = configuration.requestSeconds * 1000;
  const app = Fastify({
    logger: logSettings(logger, scrub),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestTimeout: requestMs,
    http: { headersTimeout: Math.min(headersMs, requestMs), connectionsCheckingInterval: 5000 },
    exposeHeadRoutes: false,
  });

  takeBodiesAsTheyCome(app);
  addHeaders(app);
  allowOrigins(app, configuration.allowedOrigins);
  app.addHook('onResponse', async (request, reply) => request.log.info({ req: request, res: reply }, 'request'));
  app.get('/healthz', async () => ({ status: 'ok' }));
  authRoute(app, parts);
  putRoute(app, parts);
  listRoute(app, parts);
  answerFaults(app, bounds.request);
  return app;
}

/** Multipart is left to its route to read; anything else arrives as bytes, whatever it calls itself. */
function takeBodiesAsTheyCome(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
}

function addHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    });
  });
}

/** A gateway that listens. */
export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Takes nothing new, finishes what is in flight, and ends. */
  close(): Promise<void>;
}

/**
 * Starts the gateway at the address of the configuration; port 0 takes any that is free.
 * @throws where the address is taken or not of this machine
 */
export async function startGateway(
  configuration: Configuration,
  options: GatewayOptions = {},
): Promise<RunningGateway> {
  const app = createGateway(configuration, options);
  await app.listen(configuration.listen);
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : configuration.listen.port;
  const { host } = configuration.listen;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, close: () => app.close() };
}
