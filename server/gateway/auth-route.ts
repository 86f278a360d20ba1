import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { omsAuthCodes, omsMessages, omsPaths, omsTokenMs } from '../../contract/oms.ts';
import { type Pass, passSeconds, passSecretHeader } from '../../contract/pass.ts';
import { tooManyRequests } from './access.ts';
import type { Client } from './clients.ts';
import { type Fields, fieldsOf, readFields, readText } from './fields.ts';
import { failAsSpoken } from './interfaces.ts';
import { LoginRequest, PassRequest } from './oms-requests.ts';
import type { GatewayParts } from './parts.ts';
import { addressKey } from './rate-limits.ts';

/** Longest body of a login, in bytes. */
const bodyBytes = 16 * 1024;

type AuthParts = Pick<GatewayParts, 'clients' | 'tokens' | 'rateLimits'>;

/** `POST /api/get/auth`: a token for a caller of the OMS contract, a pass for a widget. */
export function authRoute(app: FastifyInstance, { clients, tokens, rateLimits }: AuthParts): void {
  app.post(omsPaths.auth, { bodyLimit: bodyBytes }, async (request, reply) => {
    // Whoever has guessed wrong too often is not told whether the next guess is right.
    const failures = await rateLimits.look('failed-login', addressKey(request.ip));
    if (failures.kind === 'exceeded') return failAsSpoken(reply, 429, tooManyRequests, failures.waitMs);
    const body = Buffer.isBuffer(request.body) ? readFields(request.body) : new Map();
    const secret = request.headers[passSecretHeader];
    return typeof secret === 'string' ? givePass(request, reply, secret, body) : giveToken(request, reply, body);
  });

  async function refuse(request: FastifyRequest, reply: FastifyReply, words: string): Promise<FastifyReply> {
    const failures = await rateLimits.take('failed-login', addressKey(request.ip));
    if (failures.kind === 'exceeded') return failAsSpoken(reply, 429, tooManyRequests, failures.waitMs);
    return fail(reply, 'unidentified', words);
  }

  async function giveToken(request: FastifyRequest, reply: FastifyReply, body: Fields): Promise<FastifyReply> {
    const login = LoginRequest.safeParse(Object.fromEntries(body));
    if (!login.success) return fail(reply, 'invalidData', 'apikey, token and email are required');
    const client = clients.byCredentials(login.data);
    if (!client) return refuse(request, reply, omsMessages.credentialsInvalid);
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
    if (!client) return refuse(request, reply, unidentified(secret));
    if (client.blocked) return fail(reply, 'blocked', omsMessages.clientBlocked);
    const zoho_id = readText(body.get('zoho_id')) ?? fieldsOf(request.query).get('zoho_id');
    const wanted = PassRequest.safeParse({ zoho_id });
    if (!wanted.success) return fail(reply, 'invalidData', 'zoho_id is required');
    return reply.send(await passFor(client, wanted.data.zoho_id));
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
  return secret.trim() === '' || secret.includes('{{')
    ? `${omsMessages.credentialsInvalid}: Zoho did not fill in the gateway secret, see the extension's configuration`
    : omsMessages.credentialsInvalid;
}
