import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import * as z from 'zod';
import { omsPaths } from '../../contract/oms.ts';
import { passSecretHeader } from '../../contract/pass.ts';
import { sandboxOAuth, sandboxOmsClient, sandboxOrgId } from '../sandbox/services/credentials.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { createGateway } from './gateway.ts';

/** The client whose files go to OMS, the one whose files go to Desk, and one that is blocked. */
export const omsCaller = { apikey: 'apikey-of-100', token: 'token-of-100', email: 'ops@example.com' };
export const deskCaller = { apikey: 'apikey-of-200', token: 'token-of-200', email: 'desk@example.com' };
export const blockedCaller = { apikey: 'apikey-of-300', token: 'token-of-300', email: 'old@example.com' };
export const omsSecret = 'widget-secret-of-client-100';
export const deskSecret = 'widget-secret-of-client-200';
export const blockedSecret = 'widget-secret-of-client-300';
export const signingKey = 'a signing key for tests, 32 characters or more';

/** A configuration as in the file, with the stand-ins as destinations. */
export function configurationFor(address: string): Record<string, unknown> {
  const { apikey, token, email } = sandboxOmsClient;
  return {
    listen: { port: 0 },
    allowedOrigins: ['http://127.0.0.1:5080', 'https://*.zappsusercontent.com'],
    signingKey,
    clients: [
      { id: 100, ...omsCaller, secret: omsSecret, destination: 'oms' },
      { id: 200, ...deskCaller, secret: deskSecret, destination: 'desk' },
      { id: 300, ...blockedCaller, secret: blockedSecret, destination: 'desk', blocked: true },
      { id: 400, secret: 'widget-secret-of-client-400', destination: 'desk', scopes: ['attachments:read'] },
    ],
    destinations: {
      oms: { kind: 'oms', baseUrl: `${address}/oms`, apikey, token, email },
      desk: {
        kind: 'zoho-desk',
        dataCentre: 'com',
        orgId: sandboxOrgId,
        ...sandboxOAuth,
        chamadoField: 'cf_chamado_id',
        baseUrl: `${address}/desk`,
        accountsUrl: `${address}/accounts`,
      },
    },
  };
}

/** @throws where the configuration is faulty */
export function configured(value: unknown): Configuration {
  const reading = readConfiguration(value, {});
  if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.problems));
  return reading.configuration;
}

/** A gateway with the stand-ins behind it. */
export interface TestGateway {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** The first ticket of the stand-ins. */
  readonly ticket: { readonly id: string; readonly number: string; readonly chamadoId: string };
  /** All that was logged. */
  readonly log: string[];
  /** Moves the clock of gateway and stand-ins. */
  advance(ms: number): void;
  logIn(caller?: typeof omsCaller): Promise<string>;
  pass(secret: string, ticketId?: string): Promise<string>;
  put(payload: object | string, options?: InjectOptions): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** @param changes of the configuration; a function is given the address of the stand-ins */
export async function openTestGateway(
  changes: Record<string, unknown> | ((address: string) => Record<string, unknown>) = {},
): Promise<TestGateway> {
  let nowMs = Date.parse('2025-06-01T12:00:00Z');
  const now = (): number => nowMs;
  const services = await startServices({ port: 0, now });
  const log: string[] = [];
  const changed = typeof changes === 'function' ? changes(services.url) : changes;
  const app = createGateway(configured({ ...configurationFor(services.url), ...changed }), {
    now,
    wait: () => Promise.resolve(),
    logger: { write: (line) => void log.push(line) },
  });
  const first = services.tickets[0];
  if (!first) throw new Error('the stand-ins have no ticket');
  const ticket = { id: first.id, number: first.ticketNumber, chamadoId: first.cf.cf_chamado_id };

  async function authFrom(options: InjectOptions): Promise<string> {
    const answer = await app.inject({ method: 'POST', url: omsPaths.auth, ...options });
    return z.object({ auth: z.string() }).parse(answer.json()).auth;
  }

  return {
    app,
    services,
    ticket,
    log,
    advance: (ms) => {
      nowMs += ms;
    },
    logIn: (caller = omsCaller) => authFrom({ payload: caller }),
    pass: (secret, ticketId = ticket.id) =>
      authFrom({ headers: { [passSecretHeader]: secret }, payload: { zoho_id: ticketId } }),
    async put(payload, options = {}) {
      const answer = await app.inject({ method: 'PUT', url: omsPaths.put, payload, ...options });
      return { status: answer.statusCode, body: bodyOf(answer) };
    },
    async close() {
      await app.close();
      await services.close();
    },
  };
}

/**
 * The JSON of an answer. An error has the number of the request, the same as in the header: it is left out here.
 * @throws where it has not
 */
export function bodyOf(answer: LightMyRequestResponse): unknown {
  const body: unknown = answer.json();
  if (answer.statusCode < 400) return body;
  const { request_id, ...rest } = z.looseObject({ request_id: z.string() }).parse(body);
  if (request_id !== answer.headers['x-request-id']) throw new Error('the request_id is another than in the header');
  return rest;
}

/** An attachment as in the seed, its fields under the names that the seed puts first. */
export function attachment(bytes: Buffer, name = 'document.pdf', contentType = 'application/pdf') {
  return { nome_arquivo: name, tipo_arquivo: contentType, arquivo_base64: bytes.toString('base64') };
}

/** A PDF of so many bytes, different each time. */
export function pdf(size: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]).subarray(0, size);
}
