import type { FastifyError, FastifyInstance } from 'fastify';
import { faultWords, mayAnswerEarly } from '../answers.ts';
import type { Operation } from '../docs/operation.ts';
import { isProblemStatus, problem, send } from './answer.ts';
import { attachmentRoutes } from './attachment.ts';
import { type CallOffRouteParts, callOffRoute } from './call-off.ts';
import { type DownloadParts, downloadRoutes } from './download.ts';
import { jsonBytes, takeBodies } from './json-body.ts';
import { listRoute } from './list.ts';
import { v1Operations } from './operations.ts';
import { routePath } from './ticket-route.ts';
import { type UploadRouteParts, uploadRoute } from './upload.ts';

/** `/v1`: the attachments of every destination's tickets in the form of TopTickets (seed 004). */
export function v1Routes(app: FastifyInstance, parts: DownloadParts & UploadRouteParts & CallOffRouteParts): void {
  app.register(async (v1) => {
    takeBodies(v1);
    mayAnswerEarly(v1);
    listRoute(v1, parts);
    uploadRoute(v1, parts);
    callOffRoute(v1, parts);
    attachmentRoutes(v1, parts);
    downloadRoutes(v1, parts);
    refuseOtherMethods(v1);
    v1.setErrorHandler<FastifyError>((error, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status === 413) return send(reply, problem(413, `A body of JSON has at most ${jsonBytes} bytes`));
      if (status >= 400 && status < 500) {
        return send(reply, problem(isProblemStatus(status) ? status : 400, 'The request cannot be read'));
      }
      request.log.error({ err: error }, 'fault');
      return send(reply, problem(500, faultWords(request)));
    });
  });
}

function refuseOtherMethods(v1: FastifyInstance): void {
  const operations: readonly Operation[] = Object.values(v1Operations);
  for (const url of new Set(operations.map(routePath))) {
    const allowed = operations.filter((one) => routePath(one) === url).map(({ method }) => method);
    v1.route({
      method: v1.supportedMethods.filter((one) => !allowed.some((method) => method === one)),
      url,
      handler: (_request, reply) => send(reply.header('allow', allowed.join(', ')), problem(405, 'Method not allowed')),
    });
  }
}
