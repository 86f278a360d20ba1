import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { stopDraining } from './answers.ts';
import { failAsSpoken } from './interfaces.ts';
import { breakOff } from './relay/request-chunks.ts';
import { RequestError } from './relay/request-part.ts';
import { securityHeaders } from './security-headers.ts';

/** What a connection failed with before there was a request to answer. */
export interface ConnectionError extends Error {
  readonly code?: string;
}

/** What was answered on the connection itself. */
export interface ConnectionAnswer {
  readonly status: 400 | 408 | 431;
  readonly requestId: string;
}

/**
 * Answers a connection on which no request could be read, and ends it: a header that is no HTTP, too long, or too slow.
 * Where a request before it still waits for its answer, that is all that the caller gets: it tells what became of files.
 * @param pending the connection's latest request
 * @returns `undefined` where the connection was gone before
 */
export function answerConnection(
  error: ConnectionError,
  socket: Socket,
  pending: FastifyReply | undefined,
): ConnectionAnswer | undefined {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const { status, detail } = meaningOf(error.code);
  if (pending && !pending.raw.writableFinished) {
    pending.raw.once('finish', () => socket.destroySoon());
    stopDraining(pending.request.raw);
    if (!pending.request.raw.complete) giveUp(pending, new RequestError(status, detail));
    return { status, requestId: pending.request.id };
  }
  const requestId = randomUUID();
  const body = JSON.stringify({ detail, request_id: requestId });
  const head = Object.entries({
    ...securityHeaders,
    'x-request-id': requestId,
    ...jsonHeaders(body),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`, () => socket.destroy());
  return { status, requestId };
}

export const tooSlow = new RequestError(408, 'The request took too long to arrive');

/**
 * Answers a request whose body does not come as it should. Whoever reads it in pieces is told, and answers: only there it
 * is known which files have already arrived.
 */
export function giveUp(reply: FastifyReply, error: RequestError): void {
  if (reply.sent) return;
  reply.header('connection', 'close');
  if (!breakOff(reply.request.raw, error)) failAsSpoken(reply, error.status, error.message);
}

/** @param json what is sent */
export function jsonHeaders(json: string): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(json)) };
}

function meaningOf(code: string | undefined): { readonly status: ConnectionAnswer['status']; readonly detail: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, detail: tooSlow.message };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, detail: 'The headers of the request are too long' };
    default:
      return { status: 400, detail: 'The request cannot be read' };
  }
}
