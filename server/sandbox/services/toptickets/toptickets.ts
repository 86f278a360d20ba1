import { refuseOtherMethods } from '../other-methods.ts';
import type { StandIn } from '../stand-in.ts';
import { attachmentPaths, serveAttachments } from './attachments.ts';
import { refusal, refuse } from './failure.ts';
import { checkKey } from './guard.ts';
import { serveStorage } from './storage.ts';

/** TopTickets' attachments, version 1 (seed 004), and the storage behind its download URLs. */
export const topTickets: StandIn = {
  name: 'toptickets',
  routes(scope, world) {
    serveStorage(scope, world);
    scope.register(
      async (api) => {
        checkKey(api, world);
        serveAttachments(api, world);
      },
      { prefix: '/v1' },
    );
    // Beside the key's scope: a wrong method is refused whoever asks.
    const paths = Object.entries(attachmentPaths).map(([path, known]) => [`/v1${path}`, known] as const);
    refuseOtherMethods(scope, Object.fromEntries(paths), (reply) => refuse(reply, refusal(405, 'Method Not Allowed')));
    scope.setErrorHandler((_error, _request, reply) =>
      reply.code(500).type('text/plain').send('Internal Server Error'),
    );
  },
  notFound: (reply) => refuse(reply, refusal(404, 'Not Found')),
};
