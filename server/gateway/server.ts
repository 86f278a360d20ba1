import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { breakAnswerOff } from './answers.ts';
import type { Configuration } from './configuration-schema.ts';
import { answerConnection, giveUp, jsonHeaders, tooSlow } from './connection-errors.ts';
import { allowOrigins } from './cors.ts';
import { guard } from './guard.ts';
import { type LogTarget, logSettings } from './log.ts';
import type { Metrics } from './metrics.ts';
import { watchPace, watchReaders } from './pace.ts';
import type { RateLimits } from './rate-limits.ts';
import { requestIdHeader, requestIdOf, tellRequestIds } from './request-id.ts';
import { logRequests } from './request-log.ts';
import type { Scrub } from './scrub.ts';
import { securityHeaders } from './security-headers.ts';
import { watchWaitingAnswers } from './waiting-answers.ts';
import type { Work } from './work.ts';

export interface ServerParts {
  /** Where log lines go; nowhere for `false`. */
  readonly logger: LogTarget | false;
  readonly scrub: Scrub;
  readonly work: Work;
  readonly rateLimits: RateLimits;
  readonly metrics: Metrics;
}

/** How long a caller may take for the header of a request, in milliseconds. */
const headersMs = 20_000;
/** How long a connection may be idle between two requests: longer than proxies keep theirs, in milliseconds. */
const keepAliveMs = 72_000;
/** Over what time a caller's pace is measured, in milliseconds. */
const paceWindowMs = 10_000;
/** How long and how many the headers of a request may be. */
const headerBounds = { bytes: 16 * 1024, count: 100 } as const;

const refuseSchema = (): never => {
  throw new Error('A route has no schema of Fastify here: let zod read what it is sent.');
};
/** In place of Fastify's own compilers of schemas, whose hundred modules take some 4 MiB: no route has a schema. */
const schemaController = {
  compilersFactory: { buildValidator: () => refuseSchema, buildSerializer: () => refuseSchema },
} as const;

/** The HTTP server of the gateway, fit for the internet, and without any route of its own yet. */
export function createServer(configuration: Configuration, parts: ServerParts): FastifyInstance {
  const { logger, scrub, metrics } = parts;
  const { requestSeconds, trustedProxies, maxConnections, minBytesPerSecond } = configuration;
  const requestMs = requestSeconds * 1000;

  /** The latest request of each connection. */
  const pending = new WeakMap<Socket, FastifyReply>();

  const app = Fastify({
    logger: logSettings(logger, scrub),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustedProxies.length > 0 && trustedProxies,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    // Also those at the further addresses of localhost: no bound of time holds for them any more once their server closes.
    forceCloseConnections: true,
    http: {
      headersTimeout: Math.min(headersMs, requestMs),
      connectionsCheckingInterval: 5000,
      maxHeaderSize: headerBounds.bytes,
    },
    schemaController,
    exposeHeadRoutes: false,
    // The longest Idempotency-Key, each of its characters encoded.
    routerOptions: { maxParamLength: 3 * 255 },
    clientErrorHandler(error, socket) {
      const answer = answerConnection(error, socket, pending.get(socket));
      if (!answer) return;
      metrics.requestTurned(answer.status === 408 ? 'slow' : 'unreadable');
      app.log.info({ reqId: answer.requestId, res: { statusCode: answer.status } }, 'connection refused');
    },
    // An address that cannot even be taken apart.
    frameworkErrors({ statusCode = 400 }, { id }, { raw }) {
      answerUnhooked(raw, statusCode, 'The address of the request cannot be read', id);
    },
  });
  app.server.on('checkExpectation', (request, answer) => {
    answerUnhooked(answer, 417, 'The request expects what is not known', requestIdOf(request));
  });
  app.server.maxHeadersCount = headerBounds.count;
  app.server.maxConnections = maxConnections;
  app.server.on('drop', () => metrics.requestTurned('connections'));

  watchWaitingAnswers(app, () => metrics.requestTurned('connections'));
  app.addHook('onRequest', async ({ raw }, reply) => {
    pending.set(raw.socket, reply);
    // Many wait for the end of an answer, each once: node would take so many for a leak.
    reply.raw.setMaxListeners(20);
  });
  takeBodiesAsTheyCome(app);
  logRequests(app, metrics);
  tellRequestIds(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
  });
  allowOrigins(app, configuration.allowedOrigins);
  guard(app, parts);
  const pace = { minBytesPerSecond, windowMs: paceWindowMs };
  watchPace(app, pace, (reply) => {
    metrics.requestTurned('slow');
    giveUp(reply, tooSlow);
  });
  watchReaders(app, pace, (reply) => {
    metrics.requestTurned('slow');
    breakAnswerOff(reply.raw, tooSlow.status);
  });
  return app;
}

/** Answers a request for which no hook runs, and ends its connection: nothing bounds how many come on it. */
function answerUnhooked(answer: ServerResponse, status: number, detail: string, id: string): void {
  const body = JSON.stringify({ detail, request_id: id });
  const headers = { [requestIdHeader]: id, ...jsonHeaders(body), ...securityHeaders, connection: 'close' };
  answer.writeHead(status, headers).end(body);
}

/** Multipart is left to its route to read; anything else arrives as bytes, whatever it calls itself. */
function takeBodiesAsTheyCome(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw: { headers } }) => {
    // One that is none would be the end of the request, whatever its body.
    if (!/^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/.test(headers['content-type'] ?? '')) {
      delete headers['content-type'];
    }
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
}
