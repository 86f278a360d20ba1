import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { takeBodiesWhole } from './body.ts';
import { playFaults } from './play-faults.ts';
import type { ServiceName } from './service-names.ts';
import type { World } from './world.ts';

/** A stand-in of one outside service. */
export interface StandIn {
  readonly name: ServiceName;
  /** Adds its routes and hooks to its own scope of the server; paths are the service's own. */
  routes(scope: FastifyInstance, world: World): void;
  /** Answers a path that it does not have. */
  notFound(reply: FastifyReply): FastifyReply;
  /** What the log and the faults know a request by, for a service whose path alone does not tell. Never a token. */
  pathOf?(path: string, query: URLSearchParams): string;
}

/** Mounts a stand-in at `/<name>`, with what all have in common: the request log, and the faults. */
export function mountStandIn(app: FastifyInstance, world: World, standIn: StandIn): void {
  const { name, routes, notFound } = standIn;
  const prefix = `/${name}`;
  const pathOf = (raw: IncomingMessage): string => {
    const [path = '', query = ''] = (raw.url ?? '').slice(prefix.length).split(/\?(.*)/s);
    return standIn.pathOf?.(path, new URLSearchParams(query)) ?? path;
  };

  app.register(
    async (scope) => {
      takeBodiesWhole(scope);
      scope.addHook('onRequest', async ({ raw }) => world.requests.open(raw, name, pathOf(raw)));
      scope.addHook('onSend', async ({ raw }, reply, payload) => {
        // To a caller that is gone no answer ever leaves.
        if (reply.raw.destroyed) world.requests.close(raw, reply.statusCode);
        reply.header('date', new Date(world.now()).toUTCString());
        return payload;
      });
      scope.addHook('onResponse', async ({ raw }, reply) => world.requests.close(raw, reply.statusCode));
      playFaults(scope, world, (raw) => {
        // A browser asks for leave by itself: a fault is meant for the call that follows.
        if (raw.method === 'OPTIONS') return undefined;
        return world.faults.take({ service: name, method: raw.method ?? '', path: pathOf(raw) });
      });
      // Without a handler of its own, a scope lets unknown paths pass by its hooks, and so by the log.
      scope.setNotFoundHandler((_request, reply) => notFound(reply));
      routes(scope, world);
    },
    { prefix },
  );
}
