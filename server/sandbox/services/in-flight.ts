import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Refuses calls above a number in flight; what hangs after its work counts until it ends.
 * @param most read anew for each call
 */
export function limitInFlight(
  scope: FastifyInstance,
  most: () => number,
  refuse: (reply: FastifyReply) => FastifyReply,
): void {
  let inFlight = 0;
  scope.addHook('onRequest', async ({ raw }, reply) => {
    // Held up by a fault until its caller had gone: nobody would hear its connection close.
    if (raw.socket.destroyed) return;
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    if (inFlight > most()) return refuse(reply);
  });
}
