import type { FastifyError, FastifyInstance } from 'fastify';
import { omsMessages, omsPaths } from '../../contract/oms.ts';
import { drain, failPut, failV1, faultWords } from './answers.ts';
import { failAsSpoken, interfaceOf } from './interfaces.ts';
import { tooLarge } from './upload-request.ts';

/**
 * Answers what no route answers: unknown paths, methods that a path does not know, bodies that the server itself
 * refuses, and unexpected faults, of which the caller learns no more than the number to look for in the log.
 * @param requestBytes the longest request of an upload
 */
export function answerFaults(app: FastifyInstance, requestBytes: number): void {
  for (const [url, allowed] of [
    [omsPaths.auth, ['POST']],
    [omsPaths.put, ['PUT', 'POST']],
  ] as const) {
    const method = app.supportedMethods.filter((one) => !(allowed as readonly string[]).includes(one));
    app.route({
      method,
      url,
      // The body of a wrong call is nobody's business.
      onRequest: (_request, reply) =>
        void failPut(reply.header('allow', allowed.join(', ')), 405, omsMessages.methodNotAllowed),
      handler: () => undefined,
    });
  }

  app.setNotFoundHandler((_request, reply) => failV1(reply, 404, 'Not found'));

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) {
      await drain(request);
      if (interfaceOf(request.url) === 'oms-auth') return failAsSpoken(reply, 400, 'The request is too large');
      return failAsSpoken(reply, 413, tooLarge(requestBytes).message);
    }
    if (status >= 400 && status < 500) return failAsSpoken(reply, status, 'The request cannot be read');
    request.log.error({ err: error }, 'fault');
    return failAsSpoken(reply, 500, faultWords(request));
  });
}
