import { refuseOtherMethods } from '../other-methods.ts';
import type { StandIn } from '../stand-in.ts';
import { attachmentPaths, serveAttachments } from './attachments.ts';
import { refusal, refuse } from './failure.ts';
import { checkCredentials, limitConcurrency } from './guard.ts';
import { serveTickets, ticketPaths } from './ticket-calls.ts';

/** Zoho Desk's REST interface, version 1: tickets and their attachments. */
export const desk: StandIn = {
  name: 'desk',
  routes(scope, world) {
    limitConcurrency(scope, world);
    checkCredentials(scope, world);
    serveTickets(scope, world);
    serveAttachments(scope, world);
    refuseOtherMethods(scope, { ...ticketPaths, ...attachmentPaths }, (reply) =>
      refuse(reply, refusal('METHOD_NOT_ALLOWED')),
    );
    scope.setErrorHandler((error, _request, reply) => {
      const tooLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413;
      return refuse(reply, refusal(tooLarge ? 'RESOURCE_SIZE_EXCEEDED' : 'INTERNAL_SERVER_ERROR'));
    });
  },
  notFound: (reply) => refuse(reply, refusal('URL_NOT_FOUND')),
};
