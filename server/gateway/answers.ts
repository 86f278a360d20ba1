import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type OmsPutFailure, omsMessages } from '../../contract/oms.ts';
import type { V1Failure } from '../../contract/v1-messages.ts';

/** Answers a request of the OMS contract that was not understood or not allowed. */
export function failPut(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ success: false, error } satisfies OmsPutFailure);
}

/** Answers a request of `/v1` in TopTickets' form. */
export function failV1(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).send({ detail, request_id: reply.request.id } satisfies V1Failure);
}

/** What a caller learns of a fault of the gateway's own: where to look. */
export function faultWords({ id }: Pick<FastifyRequest, 'id'>): string {
  return omsMessages.internalError(`see request ${id} in the log of the gateway`);
}

const goers = new WeakMap<ServerResponse, AbortController>();

/** Aborted when the caller goes away before it has its answer, and when the gateway ends and can wait no longer. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  return goerOf(raw).signal;
}

/** Gives up what is being done for a caller: it still gets its answer, which says what became of each file. */
export function abandon(raw: ServerResponse): void {
  goerOf(raw).abort();
}

/** Statuses of answers that the gateway breaks off, in place of those that were sent. */
const brokenOff = new WeakMap<ServerResponse, number>();

/** Ends a connection in the middle of its answer. @param status what the log has of it */
export function breakAnswerOff(raw: ServerResponse, status: number): void {
  if (!raw.destroyed) brokenOff.set(raw, status);
  raw.destroy();
}

/** @returns `undefined` for an answer that was not broken off, or by its caller */
export function brokenOffStatus(raw: ServerResponse): number | undefined {
  return brokenOff.get(raw);
}

function goerOf(raw: ServerResponse): AbortController {
  const known = goers.get(raw);
  if (known) return known;
  const goer = new AbortController();
  goers.set(raw, goer);
  if (raw.destroyed) goer.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) goer.abort();
  });
  return goer;
}

/** For how long the rest of a refused request is read and thrown away, in milliseconds, and how much of it, in bytes. */
const drainMs = 5000;
const drainBytes = 64 * 1024 * 1024;

/** Requests of which nothing more can be read, and what ends the wait for the rest of those that are being drained. */
const unreadable = new WeakSet<IncomingMessage>();
const drains = new WeakMap<IncomingMessage, () => void>();

/** Has nobody wait for the rest of a request any more: its connection no longer makes sense. */
export function stopDraining(raw: IncomingMessage): void {
  unreadable.add(raw);
  drains.get(raw)?.();
}

/**
 * Throws away what still comes of a request, within bounds: many callers read no answer before they have sent all, and
 * one whose connection is closed under its hands reads none at all.
 */
export function drain({ raw }: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    if (isRead(raw) || raw.destroyed || unreadable.has(raw)) return resolve();
    let seen = 0;
    const timer = setTimeout(end, drainMs).unref();
    drains.set(raw, end);
    function end(): void {
      clearTimeout(timer);
      raw.off('data', count).off('end', end).off('close', end).off('error', end).pause();
      resolve();
    }
    function count(chunk: Buffer): void {
      seen += chunk.length;
      if (seen > drainBytes) end();
    }
    raw.on('data', count).on('end', end).on('close', end).on('error', end).resume();
  });
}

/** Whether a request has ended in the middle. Node also destroys one that was read to its end. */
export function hasBrokenOff({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.readableEnded;
}

function isRead(raw: IncomingMessage): boolean {
  return raw.readableEnded || (raw.complete && raw.readableLength === 0);
}

/**
 * Lets the routes of this scope answer before they have read a request to its end: the answer goes out at once, what
 * still comes is thrown away within bounds, and then the connection ends.
 */
export function mayAnswerEarly(scope: FastifyInstance): void {
  scope.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || isRead(request.raw)) return payload;
    reply.headers({ connection: 'close', 'content-length': Buffer.byteLength(payload) });
    return Readable.from(thenDrain(payload, request), { objectMode: false });
  });
}

async function* thenDrain(text: string, request: FastifyRequest): AsyncGenerator<string, void> {
  yield text;
  await drain(request);
}
