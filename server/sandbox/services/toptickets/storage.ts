import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { sendFile } from '../disposition.ts';
import type { World } from '../world.ts';

/** Where a file's bytes are: a service of another house than TopTickets itself, on a path of its own here. */
export function storagePath(ticketId: string, fileId: string): string {
  return `/object/sign/attachments/${ticketId}/${fileId}`;
}

const Place = z.object({ ticketId: z.string(), fileId: z.string() });
const Query = z.object({ token: z.string() });

/** Serves the signed download URLs: the token in the URL is all that they take. */
export function serveStorage(scope: FastifyInstance, world: World): void {
  scope.get(storagePath(':ticketId', ':fileId'), async (request, reply) => {
    const fail = (status: number, error: string, message: string) =>
      reply.code(status).send({ statusCode: String(status), error, message });

    // It takes any such header for a token of its own, and finds that it is none.
    if (request.headers.authorization !== undefined) return fail(400, 'InvalidJWT', 'Invalid Compact JWS');
    const { ticketId, fileId } = Place.parse(request.params);
    const query = Query.safeParse(request.query);
    if (!query.success) return fail(400, 'InvalidRequest', 'The token is missing');
    const state = world.topTicketsUrls.check(fileId, query.data.token);
    if (state !== 'good') {
      return fail(400, 'InvalidJWT', state === 'expired' ? 'The token has expired' : 'The signature is wrong');
    }
    const file = world.ledger.find(ticketId, fileId);
    const bytes = file && (await world.ledger.bytes(file.id));
    return file && bytes ? sendFile(reply, file, bytes) : fail(404, 'not_found', 'Object not found');
  });
}
