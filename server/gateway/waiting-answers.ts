import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * How many requests a caller may have sent on one connection without having got their answers. Browsers and proxies wait
 * for each; whoever does not, and reads nothing, would have all of the answers kept in memory.
 */
const mostWaiting = 10;

/**
 * Looks after answers that wait for those before them on the same connection. Node tells the answer whose turn it is that
 * its connection has closed, but none of the others: left alone they would be worked on, and waited for, for ever.
 * @param tooMany told of each request that is one too many: it ends the connection
 */
export function watchWaitingAnswers(app: FastifyInstance, tooMany: () => void): void {
  const connections = new WeakMap<Socket, Set<ServerResponse>>();

  function watch(socket: Socket): Set<ServerResponse> {
    const open = new Set<ServerResponse>();
    connections.set(socket, open);
    socket.once('close', () => {
      for (const answer of open) {
        if (answer.socket !== null) continue;
        answer.destroy();
        answer.emit('close');
      }
    });
    return open;
  }

  app.addHook('onRequest', async ({ raw: { socket } }, reply) => {
    const { raw: answer } = reply;
    const open = connections.get(socket) ?? watch(socket);
    if (open.size >= mostWaiting) {
      tooMany();
      socket.destroy();
      return reply.hijack();
    }
    open.add(answer);
    answer.once('close', () => open.delete(answer));
    return undefined;
  });
}
