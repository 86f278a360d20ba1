import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OmsPutFailure } from '../../contract/oms.ts';

/** Answers a request of the OMS contract that was not understood or not allowed. */
export function failPut(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ success: false, error } satisfies OmsPutFailure);
}

/** Answers a request of `/v1` in TopTickets' form. */
export function failV1(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).send({ detail });
}

/** Aborted when the caller goes away before it has its answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (reply.raw.destroyed) gone.abort();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** For how long the rest of a request is read and thrown away before it is refused, in milliseconds. */
const drainMs = 5000;

/**
 * Throws away what still comes of a request that is refused for its size: many callers read no answer before they have
 * sent all, and one whose connection is closed under its hands reads none at all.
 */
export function drain({ raw }: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    if (raw.readableEnded || raw.destroyed) return resolve();
    const timer = setTimeout(resolve, drainMs).unref();
    raw.once('close', () => clearTimeout(timer));
    raw.once('end', resolve).once('close', resolve).resume();
  });
}
