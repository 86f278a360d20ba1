import type { FastifyInstance } from 'fastify';
import { createJudge } from './access.ts';
import { createAddLink } from './add-link.ts';
import { createArrivals } from './arrival.ts';
import { createSharedClaims } from './arrival-claims.ts';
import { authRoute } from './auth-route.ts';
import { createCallOffs } from './call-off.ts';
import { createClients } from './clients.ts';
import type { Configuration } from './configuration.ts';
import { allowancesOf, maxRequestBytes, scanSettingsOf } from './configuration-schema.ts';
import { createContents } from './contents.ts';
import { countFiles } from './counted-relay.ts';
import { createDestinations, type Destinations } from './destinations.ts';
import { docsRoute } from './docs/docs-route.ts';
import { answerFaults } from './faults.ts';
import { healthRoutes } from './health-routes.ts';
import { createIdempotency } from './idempotency.ts';
import { portOf, urlOf } from './listening.ts';
import type { LogTarget } from './log.ts';
import { meter } from './metered.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type MetricsServer, metricsRoute, startMetricsServer } from './metrics-server.ts';
import { putRoute } from './put-route.ts';
import { createRateLimits } from './rate-limits.ts';
import { createReadiness } from './readiness.ts';
import { Room } from './relay/spool.ts';
import { createRelay } from './relay.ts';
import { createScrub } from './scrub.ts';
import { createServer } from './server.ts';
import { openShared, type SharedTimes } from './shared/shared.ts';
import { createTokens } from './tokens.ts';
import { createDownloads } from './v1/downloads.ts';
import { publicUrlOf } from './v1/public-url.ts';
import { v1Routes } from './v1/routes.ts';
import { waitUnheld } from './wait.ts';
import { createWork, type Work } from './work.ts';

export interface GatewayOptions {
  /** Where log lines go; standard output where it is absent, nowhere for `false`. */
  readonly logger?: LogTarget | false;
  /** The present, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
  /** In place of those of the configuration. */
  readonly destinations?: Destinations;
  /** In place of the usual ones. */
  readonly sharedTimes?: Partial<SharedTimes>;
}

/** The gateway as a server that does not listen yet. */
export function createGateway(configuration: Configuration, options: GatewayOptions = {}): FastifyInstance {
  return assemble(configuration, options).app;
}

interface Assembled {
  readonly app: FastifyInstance;
  readonly work: Work;
  readonly metrics: Metrics;
}

function assemble(configuration: Configuration, options: GatewayOptions): Assembled {
  const { now = Date.now, wait = waitUnheld, logger = process.stdout } = options;
  const work = createWork();
  const { redisUrl, signingKey } = configuration;
  const shared = openShared({
    redisUrl,
    signingKey,
    now,
    times: options.sharedTimes,
    onChange: (health) => app.log[health.kind === 'in-reach' ? 'info' : 'warn']({ redis: health }, 'shared state'),
    onReturning: () => callOffs.rememberAnew(),
    onForgotten: () =>
      app.log.warn('forgets uploads within their 24 hours: more have come than one gateway remembers without Redis'),
  });
  const { state, places, sharing, makeCounter } = shared;
  const plain = options.destinations ?? createDestinations(configuration, { now, sharing });
  const metrics = createMetrics({
    destinations: plain.keys(),
    inFlight: () => work.inFlight,
    now,
    ofProcess: configuration.metrics !== undefined,
  });
  const destinations = new Map([...plain].map(([name, one]) => [name, meter(name, one, metrics)]));
  const largest = Math.max(...[...destinations.values()].map(({ limits }) => limits.fileBytes));
  const bounds = { request: maxRequestBytes(configuration, largest), file: largest };
  const scrub = createScrub(configuration);
  const tokens = createTokens(configuration.signingKey, now);
  const clients = createClients(configuration, destinations);
  const rateLimits = createRateLimits({
    allowances: allowancesOf(configuration),
    makeCounter,
    onExceeded: (rule) => metrics.requestTurned(rule),
  });
  const judge = createJudge({ tokens, clients, rateLimits });
  const idempotency = createIdempotency({ now, state, places });
  const claims = redisUrl === undefined ? undefined : createSharedClaims(state, places);
  const arrivals = createArrivals({ wait, claims });
  const isWhole = (): boolean => shared.health().kind !== 'out-of-reach';
  const callOffs = createCallOffs({ idempotency, state, isWhole, now, wait });
  const contents = createContents(state);
  const relay = countFiles(
    createRelay({ arrivals, idempotency, callOffs, contents, scanner: scanSettingsOf(configuration), work, now }),
    metrics,
  );
  const parts = { tokens, clients, judge, rateLimits, relay, scrub, bounds, room: new Room(configuration.spoolBytes) };

  const app = createServer(configuration, { logger, scrub, work, rateLimits, metrics });
  const readiness = createReadiness({
    destinations,
    now,
    changed: (destination, admission) => app.log.warn({ destination, admission }, 'readiness'),
  });
  healthRoutes(app, { work, readiness, degraded: () => (shared.health().kind === 'out-of-reach' ? ['redis'] : []) });
  const { port: metricsPort, token: metricsToken } = configuration.metrics ?? {};
  if (metricsPort === undefined && metricsToken !== undefined) metricsRoute(app, metrics, metricsToken);
  app.addHook('onReady', async () => {
    await shared.ready();
    await callOffs.remember();
  });
  app.addHook('onClose', () => shared.close());
  authRoute(app, parts);
  putRoute(app, parts);
  v1Routes(app, {
    ...parts,
    now,
    callOffs,
    downloads: createDownloads(configuration.signingKey, now),
    addLink: createAddLink({ idempotency, callOffs, arrivals, metrics, work, now }),
    publicUrl: (request) => publicUrlOf(configuration, request),
  });
  docsRoute(app, configuration.publicUrl);
  answerFaults(app, bounds.request);
  return { app, work, metrics };
}

/** A gateway that listens. */
export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Where its metrics are, if they have an address of their own. */
  readonly metricsUrl: string | undefined;
  /** Takes nothing new, finishes what is in flight within the time of the configuration, and ends. */
  close(): Promise<void>;
}

/** How long uploads that are given up have to say so to their callers, in milliseconds. */
const lastWordsMs = 2000;

/** Connections that wait to be accepted: Node's own 511 turn a burst away without a word. The system may allow fewer. */
const backlog = 4096;

/**
 * Starts the gateway at the addresses of the configuration; port 0 takes any that is free.
 * @throws where an address is taken or not of this machine
 */
export async function startGateway(
  configuration: Configuration,
  options: GatewayOptions = {},
): Promise<RunningGateway> {
  const { wait = waitUnheld } = options;
  const { listen, stopSeconds } = configuration;
  const { app, work, metrics } = assemble(configuration, options);
  let metricsServer: MetricsServer | undefined;
  try {
    const { host = '', port, token } = configuration.metrics ?? {};
    if (port !== undefined) metricsServer = await startMetricsServer(metrics, { host, port, token });
    await app.listen({ ...listen, backlog });
  } catch (error) {
    metricsServer?.close();
    await app.close();
    throw error;
  }

  async function end(): Promise<void> {
    app.log.info({ inFlight: work.inFlight }, 'stopping');
    await work.stop({ finish: wait(stopSeconds * 1000), lastWords: () => wait(lastWordsMs) });
    const closed = app.close();
    app.server.closeAllConnections();
    await closed;
    metricsServer?.close();
    app.log.info('stopped');
  }

  let ending: Promise<void> | undefined;
  return {
    url: urlOf(app.server, listen),
    port: portOf(app.server, listen),
    metricsUrl: metricsServer?.url,
    close() {
      ending ??= end();
      return ending;
    },
  };
}
