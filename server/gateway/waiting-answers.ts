import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Node tells the answer whose turn it is that its connection has closed, but none of those that wait behind it, to
 * requests that were sent without waiting for answers. Left alone they would be worked on, and waited for, for ever.
 */
export function closeWaitingAnswers(app: FastifyInstance): void {
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

  app.addHook('onRequest', async ({ raw: { socket } }, { raw: answer }) => {
    const open = connections.get(socket) ?? watch(socket);
    open.add(answer);
    answer.once('close', () => open.delete(answer));
  });
}
