import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { type OmsPutAnswer, omsAuthCodes, omsMessages, omsPaths } from '../../../../contract/oms.ts';
import { readJson } from '../body.ts';
import type { StandIn } from '../stand-in.ts';
import type { World } from '../world.ts';
import { nameOf, takeAttachment } from './files.ts';

const Credentials = z.object({ apikey: z.string().min(1), token: z.string().min(1), email: z.email() });

const loose = z.unknown().optional();
const PutRequest = z.object({
  auth: loose,
  zoho_id: loose,
  ticket_number: loose,
  chamado_id: loose,
  attachments: loose,
  anexos: loose,
});
type PutRequest = z.infer<typeof PutRequest>;

/** OMS: the login with its one-hour rule, and attachments for a ticket of Desk (seed 000). */
export const oms: StandIn = {
  name: 'oms',
  routes(scope, world) {
    allowBrowsers(scope);

    scope.all(omsPaths.auth, async (request, reply) => {
      if (request.method !== 'POST') return fail(reply, 405, omsMessages.methodNotAllowed);
      const credentials = Credentials.safeParse(readJson(request));
      if (!credentials.success) return { code: omsAuthCodes.invalidData };
      const login = world.omsLogins.logIn(credentials.data);
      // With which HTTP status OMS says no is not published: 200 is the one that careless readers stumble over.
      return login.kind === 'granted' ? { auth: login.auth, id: login.id } : { code: omsAuthCodes[login.kind] };
    });

    scope.all(omsPaths.put, async (request, reply) => {
      if (request.method !== 'PUT' && request.method !== 'POST') return fail(reply, 405, omsMessages.methodNotAllowed);
      const read = PutRequest.safeParse(readJson(request));
      const body: PutRequest = read.success ? read.data : {};
      const attachments = body.attachments ?? body.anexos;
      if (Array.isArray(attachments)) {
        world.requests.nameFiles(
          request.raw,
          attachments.map((one) => nameOf(one) ?? ''),
        );
      }

      if (typeof body.auth !== 'string' || body.auth === '') return fail(reply, 401, omsMessages.authRequired);
      const token = world.omsLogins.read(body.auth);
      if (token === 'unknown') return fail(reply, 401, omsMessages.authInvalid);
      if (token === 'dead') return fail(reply, 401, omsMessages.credentialsInvalid);
      if (token === 'blocked') return fail(reply, 403, omsMessages.clientBlocked);
      if (!Array.isArray(attachments) || attachments.length === 0) {
        return fail(reply, 400, omsMessages.attachmentsRequired);
      }
      const ticketId = findTicketId(world, body);
      if (ticketId === undefined) return fail(reply, 400, omsMessages.ticketUnknown);

      const results: OmsPutAnswer['results'] = [];
      for (const [index, attachment] of attachments.entries()) {
        results.push(await takeAttachment(world, ticketId, attachment, index));
      }
      const uploaded = results.filter((result) => result.success).length;
      const failed = results.length - uploaded;
      return { success: failed === 0, zoho_id: ticketId, uploaded, failed, results } satisfies OmsPutAnswer;
    });

    scope.setErrorHandler((error, _request, reply) =>
      fail(reply, 500, omsMessages.internalError(error instanceof Error ? error.message : 'unknown')),
    );
  },
  notFound: (reply) => fail(reply, 404, 'Not found'),
};

/** A widget that is configured for a plain OMS calls it from a page of another origin. */
function allowBrowsers(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'OPTIONS') return;
    return reply
      .headers({ 'access-control-allow-methods': 'POST, PUT', 'access-control-allow-headers': 'content-type' })
      .code(204)
      .send();
  });
  // At the end, so that the page can also read an answer that a fault gave.
  scope.addHook('onSend', async (_request, reply, payload) => {
    reply.header('access-control-allow-origin', '*');
    return payload;
  });
}

function fail(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ success: false, error });
}

/** The first identifier that names a ticket, in the order of the seed. */
function findTicketId(world: World, reference: PutRequest): string | undefined {
  const { zoho_id, ticket_number, chamado_id } = reference;
  const same = (wanted: unknown, value: string): boolean =>
    (typeof wanted === 'string' || typeof wanted === 'number') && String(wanted) === value;
  const found =
    world.tickets.find((ticket) => same(zoho_id, ticket.id)) ??
    world.tickets.find((ticket) => same(ticket_number, ticket.ticketNumber)) ??
    world.tickets.find((ticket) => same(chamado_id, ticket.cf.cf_chamado_id));
  return found?.id;
}
