import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { omsMessages, omsPaths } from '../../contract/oms.ts';
import { bearerOf } from './access.ts';
import { faultWords, goneSignal, hasBrokenOff, mayAnswerEarly } from './answers.ts';
import { logFile } from './file-log.ts';
import { badIdempotencyKey, readIdempotencyKey } from './idempotency-key.ts';
import { takeIn } from './intake.ts';
import type { GatewayParts } from './parts.ts';
import { RequestError } from './relay/request-part.ts';
import { Spool } from './relay/spool.ts';
import { answerOf, failureOf } from './results.ts';
import type { SentFile } from './sent-file.ts';
import { partsOf } from './upload-request.ts';
import { createWay } from './way.ts';

/**
 * `PUT|POST /api/put/ticket_attachments` of the OMS contract, with JSON or multipart/form-data. Files are sent on while
 * they arrive.
 */
export function putRoute(app: FastifyInstance, { judge, relay, scrub, bounds, room }: GatewayParts): void {
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const signal = goneSignal(reply);
    const spool = new Spool(room);
    const files: SentFile[] = [];
    const refuse = ({ status, message, waitMs }: RequestError, named?: string): FastifyReply => {
      if (waitMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(waitMs / 1000)));
      return reply.code(status).send(failureOf(message, named, files, scrub));
    };
    const found = readIdempotencyKey(request);
    if (found.kind === 'unusable') return refuse(badKey);
    const way = createWay({ judge, relay, idempotencyKey: found.key, signal });
    try {
      const bearer = bearerOf(request.headers.authorization);
      if (bearer !== undefined) await way.admit(bearer);
      // Not before: whoever holds the request without reading it keeps others from throwing the rest of it away.
      await takeIn(partsOf(request.raw, bounds, spool), {
        way,
        spool,
        fileBytes: bounds.file,
        signal,
        onEnd(index, file) {
          files[index] = file;
          logFile(request, way.access?.client, index, file);
        },
      });
    } catch (error) {
      if (error instanceof RequestError) return refuse(error, way.named);
      if (hasBrokenOff(request)) return refuse(brokenOff, way.named);
      // Not left to the server's own handler: files may have been sent before.
      request.log.error({ err: error }, 'fault');
      return refuse(new RequestError(500, faultWords(request)), way.named);
    } finally {
      await spool.dispose();
    }
    if (isTicketUnknown(files)) return refuse(ticketUnknown);
    return reply.send(answerOf(way.named, files, scrub));
  }

  app.register(async (scope) => {
    // The body is left alone: the route reads it as it comes.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    mayAnswerEarly(scope);
    scope.route({ method: ['PUT', 'POST'], url: omsPaths.put, handler: answer });
  });
}

const badKey = new RequestError(400, badIdempotencyKey);
const ticketUnknown = new RequestError(400, omsMessages.ticketUnknown);
const brokenOff = new RequestError(400, 'The request broke off');

/** Some destinations find no ticket only when a file comes: in the contract that is the whole request's fault. */
function isTicketUnknown(files: readonly SentFile[]): boolean {
  const missed = files.some(({ end }) => end.kind === 'refused' && end.reason === 'ticket-not-found');
  return missed && !files.some(({ end }) => end.kind === 'delivered');
}
