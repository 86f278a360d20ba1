import type { FastifyPluginAsync } from 'fastify';
import * as z from 'zod';
import { sendFile } from './disposition.ts';
import { Fault } from './faults.ts';
import { SettingsPatch } from './settings.ts';
import type { World } from './world.ts';

const Faults = z.strictObject({ faults: z.array(Fault) });

/**
 * The sandbox's own interface over HTTP, for tests and for the switches on its page: `/faults`, `/settings`, `/ledger`,
 * `/requests` and `/reset`. To be registered under a prefix, by whichever server has a hold of the world.
 */
export function controlRoutes(world: World): FastifyPluginAsync {
  return async (scope) => {
    scope.get('/faults', async () => ({ faults: world.faults.all() }));

    scope.put('/faults', async (request, reply) => {
      const read = Faults.safeParse(request.body);
      if (!read.success) return reply.code(400).send({ error: z.prettifyError(read.error) });
      world.faults.set(read.data.faults);
      return { faults: world.faults.all() };
    });

    scope.get('/settings', async () => world.settings.get());

    scope.patch('/settings', async (request, reply) => {
      const read = SettingsPatch.safeParse(request.body);
      if (!read.success) return reply.code(400).send({ error: z.prettifyError(read.error) });
      world.settings.patch(read.data);
      return world.settings.get();
    });

    scope.get('/ledger', async () => ({ files: world.ledger.all() }));

    scope.get('/ledger/:id/content', async (request, reply) => {
      const { id } = z.object({ id: z.string() }).parse(request.params);
      const file = world.ledger.all().find((one) => one.id === id);
      const bytes = await world.ledger.bytes(id);
      return file && bytes ? sendFile(reply, file, bytes) : reply.code(404).send({ error: 'No such file' });
    });

    scope.get('/requests', async () => ({ requests: world.requests.all() }));

    scope.post('/reset', async (_request, reply) => {
      await world.reset();
      return reply.code(204).send();
    });
  };
}
