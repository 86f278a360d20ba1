import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { SwitchBoard } from './switches.ts';

/** Tells open pages when a switch was flipped (server-sent events, one `switches` event for each change). */
export function addPageEvents(app: FastifyInstance, switches: SwitchBoard): void {
  const open = new Set<ServerResponse>();
  const tell = (response: ServerResponse): void => {
    response.write(`event: switches\ndata: ${JSON.stringify(switches.get())}\n\n`);
  };
  const unsubscribe = switches.subscribe(() => {
    for (const response of open) tell(response);
  });
  app.addHook('preClose', async () => {
    unsubscribe();
    for (const response of open) response.end();
  });
  app.get('/sandbox/events', (_request, reply) => {
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    open.add(response);
    response.on('close', () => open.delete(response));
    // The first event also covers what was switched while the page was not listening.
    tell(response);
  });
}
