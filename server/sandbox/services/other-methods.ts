import type { FastifyInstance, FastifyReply } from 'fastify';

/** Answers the methods that a path does not know. */
export function refuseOtherMethods(
  scope: FastifyInstance,
  paths: Readonly<Record<string, readonly string[]>>,
  refuse: (reply: FastifyReply) => FastifyReply,
): void {
  for (const [url, known] of Object.entries(paths)) {
    const method = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((name) => !known.includes(name));
    scope.route({ method, url, handler: async (_request, reply) => refuse(reply) });
  }
}
