import type { IncomingMessage } from 'node:http';
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
  const leastBytes = (pace.minBytesPerSecond * pace.windowMs) / 1000;
  app.addHook('onRequest', async ({ raw }, reply) => {
    if (!hasBody(raw)) return;
    let seen = raw.socket.bytesRead;
    const timer = setInterval(() => {
      if (raw.complete || reply.sent) return clearInterval(timer);
      const { bytesRead } = raw.socket;
      const slow = bytesRead - seen < leastBytes && raw.readableLength === 0;
      seen = bytesRead;
      if (!slow) return;
      clearInterval(timer);
      refuse(reply);
    }, pace.windowMs);
    timer.unref();
    reply.raw.once('close', () => clearInterval(timer));
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
