import * as z from 'zod';
import { omsPaths } from '../../../contract/oms.ts';
import { passSecretHeader } from '../../../contract/pass.ts';
import {
  sandboxKayako,
  sandboxOAuth,
  sandboxOmsClient,
  sandboxOrgId,
  sandboxTopTickets,
} from '../../sandbox/services/credentials.ts';
import { biginRecords, crmRecords } from '../../sandbox/services/crm/records.ts';
import { kayakoTickets } from '../../sandbox/services/kayako/tickets.ts';
import { ticketSeeds } from '../../sandbox/services/ticket-seeds.ts';
import { topTicketSeeds } from '../../sandbox/services/toptickets/tickets.ts';
import { operations } from '../docs/docs-route.ts';
import type { Operation } from '../docs/operation.ts';
import { openTestGateway, type TestGateway } from '../test-gateway.suite.ts';

export type Place = 'desk' | 'crm' | 'bigin' | 'top' | 'kayako' | 'oms';

/** The ticket of each destination that the tests use, and another one. */
export const tickets: { readonly [place in Place]: readonly [string, string] } = {
  desk: pair(ticketSeeds.map(({ id }) => id)),
  crm: pair(crmRecords.filter(({ module }) => module === 'Cases').map(({ id }) => `Cases:${id}`)),
  bigin: pair(biginRecords.filter(({ module }) => module === 'Pipelines').map(({ id }) => `Pipelines:${id}`)),
  top: pair(topTicketSeeds.map(({ id }) => id)),
  kayako: pair(kayakoTickets.map(({ id }) => id)),
  oms: pair(ticketSeeds.map(({ id }) => id)),
};

function pair([first, second]: readonly string[]): readonly [string, string] {
  if (first === undefined || second === undefined) throw new Error('the stand-in has too few tickets');
  return [first, second];
}

const scopes = ['attachments:read', 'attachments:write', 'attachments:delete'];
export const secretOf = (name: string): string => `widget-secret-of-${name}`;
export const callerOf = (name: string) => ({
  apikey: `key-of-${name}`,
  token: `token-of-${name}`,
  email: 'a@example.com',
});

/** A client for each destination, which may do anything; and some that may not. */
function configurationFor(address: string) {
  const { apikey, token, email } = sandboxOmsClient;
  const zoho = { dataCentre: 'com', ...sandboxOAuth, accountsUrl: `${address}/accounts` };
  const client = (id: number, name: string, more: object = {}) => ({
    id,
    ...callerOf(name),
    secret: secretOf(name),
    destination: name,
    scopes,
    ...more,
  });
  return {
    clients: [
      client(1, 'desk'),
      client(2, 'crm'),
      client(3, 'top'),
      client(4, 'kayako'),
      client(5, 'oms'),
      client(6, 'reader', { destination: 'desk', scopes: ['attachments:read'] }),
      client(7, 'writer', { destination: 'desk', scopes: ['attachments:write'] }),
      client(8, 'blocked', { destination: 'desk', blocked: true }),
      client(9, 'bigin'),
    ],
    destinations: {
      desk: {
        kind: 'zoho-desk',
        orgId: sandboxOrgId,
        ...zoho,
        chamadoField: 'cf_chamado_id',
        baseUrl: `${address}/desk`,
      },
      crm: { kind: 'zoho-crm', module: 'Cases', ...zoho, baseUrl: `${address}/crm` },
      bigin: { kind: 'bigin', module: 'Pipelines', ...zoho, baseUrl: `${address}/bigin` },
      top: { kind: 'toptickets', apiKey: sandboxTopTickets.apiKey, baseUrl: `${address}/toptickets` },
      kayako: { kind: 'kayako', ...sandboxKayako, staffId: '3', baseUrl: `${address}/kayako` },
      oms: { kind: 'oms', apikey, token, email, baseUrl: `${address}/oms` },
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

export interface Request {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly body?: FormData | string | ReadableStream<Uint8Array>;
}

/** A gateway that listens, with every destination behind it. */
export interface V1Gateway extends TestGateway {
  readonly url: string;
  /** Calls over HTTP. Whatever comes back must be as the document says. */
  ask(path: string, request?: Request): Promise<Answer>;
  /** A client's token. */
  tokenOf(name: string): Promise<string>;
  /** A pass of a client for one ticket. */
  passOf(name: string, ticketId: string): Promise<string>;
}

/** @param ofAll settings of every destination */
export async function openV1Gateway(changes: Record<string, unknown> = {}, ofAll: object = {}): Promise<V1Gateway> {
  const gateway = await openTestGateway((address) => {
    const configuration = configurationFor(address);
    const each = Object.entries(configuration.destinations).map(([name, one]) => [name, { ...one, ...ofAll }]);
    return { ...configuration, destinations: Object.fromEntries(each), ...changes };
  });
  const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });

  async function ask(path: string, { method = 'GET', token, headers = {}, body }: Request = {}): Promise<Answer> {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body, duplex: 'half' }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
    const read: unknown = isJson ? JSON.parse(text) : text;
    checkAgainstDocument(method, new URL(answer.url).pathname, answer, read);
    return { status: answer.status, headers: answer.headers, body: read };
  }

  async function authFrom(request: Request): Promise<string> {
    const { body } = await ask(omsPaths.auth, { method: 'POST', ...request });
    return z.object({ auth: z.string() }).parse(body).auth;
  }

  return {
    ...gateway,
    url,
    ask,
    tokenOf: (name) => authFrom({ body: JSON.stringify(callerOf(name)) }),
    passOf: (name, zoho_id) =>
      authFrom({ headers: { [passSecretHeader]: secretOf(name) }, body: JSON.stringify({ zoho_id }) }),
  };
}

/** @throws where an answer is none that the document knows */
export function checkAgainstDocument(method: string, path: string, answer: Response, body: unknown): void {
  const operation = findOperation(method, path);
  if (!operation) {
    if (answer.status === 404 || answer.status === 405) return;
    throw new Error(`the document knows no ${method} ${path}`);
  }
  const documented = operation.answers[answer.status];
  if (!documented) throw new Error(`the document knows no answer ${answer.status} of ${method} ${path}`);
  const type = (answer.headers.get('content-type') ?? '').replace(/;.*$/, '');
  const schema = documented.contents?.[type] ?? documented.contents?.['*/*'];
  if (schema === undefined && documented.contents) throw new Error(`${method} ${path} answered with the type ${type}`);
  if (typeof schema !== 'object') return;
  const read = z.parse(schema, body);
  if (JSON.stringify(sorted(read)) !== JSON.stringify(sorted(body))) {
    throw new Error(`${method} ${path} answered more than the document knows: ${JSON.stringify(body)}`);
  }
}

function findOperation(method: string, path: string): Operation | undefined {
  const fits = (one: Operation): boolean =>
    new RegExp(`^${one.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return operations.find((one) => one.method === method && fits(one));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** A form with one file. */
export function formOf(bytes: Uint8Array, name: string, type = ''): FormData {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(bytes)], name, { type }));
  return form;
}
