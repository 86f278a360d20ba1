import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { omsAuthCodes, omsMessages, omsPaths, omsTokenMs } from '../../contract/oms.ts';
import { type Pass, passSeconds, passSecretHeader } from '../../contract/pass.ts';
import type { Client } from './clients.ts';
import { type Fields, fieldsOf, readFields, readText } from './fields.ts';
import type { GatewayParts } from './parts.ts';

/** Longest body of a login, in bytes. */
const bodyBytes = 16 * 1024;

/** `POST /api/get/auth`: a token for a caller of the OMS contract, a pass for a widget. */
export function authRoute(app: FastifyInstance, { clients, tokens }: Pick<GatewayParts, 'clients' | 'tokens'>): void {
  app.post(omsPaths.auth, { bodyLimit: bodyBytes }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? readFields(request.body) : new Map();
    const secret = request.headers[passSecretHeader];
    return typeof secret === 'string' ? givePass(request, reply, secret, body) : giveToken(reply, body);
  });

  async function giveToken(reply: FastifyReply, body: Fields): Promise<FastifyReply> {
    const [apikey, token, email] = ['apikey', 'token', 'email'].map((name) => readText(body.get(name)));
    if (!apikey || !token || !email) return fail(reply, 'invalidData', 'apikey, token and email are required');
    const client = clients.byCredentials({ apikey, token, email });
    if (!client) return fail(reply, 'unidentified', omsMessages.credentialsInvalid);
    if (client.blocked) return fail(reply, 'blocked', omsMessages.clientBlocked);
    return reply.send({ auth: await tokens.issue({ clientId: client.id }, omsTokenMs / 1000), id: client.id });
  }

  async function givePass(
    request: FastifyRequest,
    reply: FastifyReply,
    secret: string,
    body: Fields,
  ): Promise<FastifyReply> {
    const client = clients.bySecret(secret);
    if (!client) return fail(reply, 'unidentified', unidentified(secret));
    if (client.blocked) return fail(reply, 'blocked', omsMessages.clientBlocked);
    const ticketId = readText(body.get('zoho_id')) ?? readText(fieldsOf(request.query).get('zoho_id'));
    if (!ticketId || !/^[\w:.-]{1,100}$/.test(ticketId)) return fail(reply, 'invalidData', 'zoho_id is required');
    return reply.send(await passFor(client, ticketId));
  }

  async function passFor({ id, destination }: Client, ticketId: string): Promise<Pass> {
    const auth = await tokens.issue({ clientId: id, ticketId }, passSeconds);
    return { auth, id, expires_in: passSeconds, destination: destination.kind, limits: destination.limits };
  }
}

/** HTTP status of each code: OMS publishes none. */
const statusOf = { unidentified: 401, invalidData: 400, blocked: 403 } as const;

function fail(reply: FastifyReply, fault: keyof typeof statusOf, error: string): FastifyReply {
  return reply.code(statusOf[fault]).send({ code: omsAuthCodes[fault], error });
}

function unidentified(secret: string): string {
  return secret.includes('{{')
    ? `${omsMessages.credentialsInvalid}: Zoho did not fill in the gateway secret, see the extension's configuration`
    : omsMessages.credentialsInvalid;
}
