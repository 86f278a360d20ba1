import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';

export interface Pace {
  /** The fewest bytes in a second, over every window; 0 for none. */
  readonly minBytesPerSecond: number;
  /** In milliseconds. */
  readonly windowMs: number;
}

/**
 * Looks after callers that send the body of a request so slowly that it looks like an attempt to hold connections.
 * A window in which the gateway itself was the slow one, because what had come was not yet read, does not count.
 * @param refuse answers such a caller
 */
export function watchPace(app: FastifyInstance, pace: Pace, refuse: (reply: FastifyReply) => void): void {
  if (pace.minBytesPerSecond === 0) return;
  app.addHook('onRequest', async ({ raw }, reply) => {
    if (!hasBody(raw)) return;
    const flow: Flow = {
      bytes: () => raw.socket.bytesRead,
      isAwaited: () => raw.readableLength === 0,
      hasEnded: () => raw.complete || reply.sent,
      aheadMs: 0,
    };
    watch(reply, flow, pace, refuse);
  });
}

/** An answer that is not longer, in bytes, is left to the system's buffers. */
const shortAnswer = 16 * 1024;

/**
 * Likewise after callers that take a file, or any long answer, slowly: a window in which nothing lay ready for them does
 * not count.
 * @param cutOff ends the connection of such a caller, whose answer has begun
 */
export function watchReaders(app: FastifyInstance, pace: Pace, cutOff: (reply: FastifyReply) => void): void {
  if (pace.minBytesPerSecond === 0) return;
  app.addHook('onSend', async ({ raw: { socket } }, reply, payload) => {
    if (!isLong(payload)) return payload;
    const flow: Flow = {
      bytes: () => socket.bytesWritten,
      isAwaited: () => reply.raw.writableLength > 0,
      hasEnded: () => reply.raw.writableFinished,
      aheadMs: takenAheadMs,
    };
    watch(reply, flow, pace, cutOff);
    return payload;
  });
}

function isLong(payload: unknown): boolean {
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) return payload.length > shortAnswer;
  return payload instanceof Readable;
}

/**
 * What a caller takes is seen only when the system's buffers have emptied by a third, and then all at once: of one on the
 * same machine that reads 20 kB in each second nothing for 75 s, and then 1.5 MB (measured with Linux' usual buffers).
 */
const takenAheadMs = 300_000;

/** Bytes between a caller and the gateway, in one direction. */
interface Flow {
  /** All that went over the connection. */
  bytes(): number;
  /** Whether it is the caller for whom the gateway waits. */
  isAwaited(): boolean;
  hasEnded(): boolean;
  /** For how long at most, in milliseconds, bytes that went faster than they had to count for later windows. */
  readonly aheadMs: number;
}

function watch(reply: FastifyReply, flow: Flow, pace: Pace, tooSlow: (reply: FastifyReply) => void): void {
  const least = (ms: number): number => (pace.minBytesPerSecond * ms) / 1000;
  let seen = flow.bytes();
  let ahead = 0;
  const timer = setInterval(() => {
    if (flow.hasEnded()) return clearInterval(timer);
    const bytes = flow.bytes();
    const left = ahead + bytes - seen - (flow.isAwaited() ? least(pace.windowMs) : 0);
    seen = bytes;
    ahead = Math.min(left, least(flow.aheadMs));
    if (!(left < 0)) return;
    clearInterval(timer);
    tooSlow(reply);
  }, pace.windowMs);
  timer.unref();
  reply.raw.once('close', () => clearInterval(timer));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
