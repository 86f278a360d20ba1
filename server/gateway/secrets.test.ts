import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { omsPaths } from '../../contract/oms.ts';
import { passSecretHeader } from '../../contract/pass.ts';
import { Fault } from '../sandbox/services/faults.ts';
import { serviceNames } from '../sandbox/services/service-names.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { withAllDestinations } from './all-destinations.suite.ts';
import { createGateway } from './gateway.ts';
import { secretsOf } from './scrub.ts';
import { attachment, configured, pdf } from './test-gateway.suite.ts';

/** A ticket of each destination's stand-in. */
const tickets = {
  oms: '482910000007310021',
  desk: '482910000007310021',
  crm: '1',
  bigin: '1',
  old: '1041',
  top: '123e4567-e89b-12d3-a456-426614174000',
} as const;
const names = ['oms', 'desk', 'crm', 'bigin', 'old', 'top'] as const;

let services: Services;
let nowMs = Date.parse('2025-06-01T12:00:00Z');
const now = (): number => nowMs;
beforeAll(async () => {
  services = await startServices({ port: 0, now });
});
beforeEach(() => services.reset());
afterAll(() => services.close());

const clients = names.map((destination, index) => ({
  id: index + 1,
  apikey: `apikey-of-client-${index + 1}`,
  token: `token-of-client-${index + 1}`,
  email: `client${index + 1}@example.com`,
  secret: `widget-secret-of-client-${index + 1}`,
  destination,
}));
const lookalikes = {
  access: `1000.${'a'.repeat(32)}.${'b'.repeat(32)}`,
  signed: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
};

/** A gateway in front of all six services, what it logs, and what must never be seen. */
async function open() {
  const configuration = configured({ ...withAllDestinations(services.url), clients });
  const log: string[] = [];
  const logger = { write: (line: string) => void log.push(line) };
  const app = createGateway(configuration, { now, wait: () => Promise.resolve(), logger });
  const tokens: string[] = [];
  for (const { apikey, token, email, secret, destination } of clients) {
    for (const [headers, payload] of [
      [{}, { apikey, token, email }],
      [{ [passSecretHeader]: secret }, { zoho_id: tickets[destination] }],
    ] as const) {
      const answer = await app.inject({ method: 'POST', url: omsPaths.auth, headers, payload });
      tokens.push(z.object({ auth: z.string() }).parse(answer.json()).auth);
    }
  }
  return { app, log, tokens, secrets: [...secretsOf(configuration), ...tokens, ...Object.values(lookalikes)] };
}

/** What a service would answer that gives back all that it was ever sent. */
function echo(secrets: readonly string[]): string {
  const words = [...secrets, `Zoho-oauthtoken ${lookalikes.access}`, `Bearer ${lookalikes.signed}`].join(' ');
  return JSON.stringify({ error: words, message: words, detail: words, errorCode: words, code: words, success: false });
}

const uploads = [400, 401, 403, 413, 422, 429, 500].map((status) => ({ kind: 'status', status }) as const);
const logins = [400, 429, 503].map((status) => ({ kind: 'status', status, struck: 'logins' }) as const);
const faults = [...uploads, ...logins, { kind: 'reset-before' }, { kind: 'reset-after' }] as const;

/** Sets a fault on all services' logins, or on all else. */
function strike({ struck = 'the rest', ...fault }: Strike, body: string): void {
  const detail = { ...fault, ...(fault.kind === 'status' && { body }) };
  services.faults.set(
    struck === 'logins'
      ? [
          Fault.parse({ service: 'accounts', ...detail }),
          Fault.parse({ service: 'oms', path: '/get/auth$', ...detail }),
        ]
      : serviceNames
          .filter((service) => service !== 'accounts')
          .map((service) => Fault.parse({ service, ...(service === 'oms' && { path: '/put/' }), ...detail })),
  );
}
interface Strike {
  readonly kind: string;
  readonly status?: number;
  readonly struck?: 'logins' | 'the rest';
}

describe.each(names)('with %s behind it, however it fails', (name) => {
  it('a log line or an answer never has a secret, a token, a file name or content', { timeout: 60_000 }, async () => {
    const { app, log, tokens, secrets } = await open();
    const content = Buffer.concat([pdf(20), Buffer.from('very private words')]);
    const index = names.indexOf(name);
    const answers: string[] = [];
    for (const fault of faults) {
      strike(fault, echo(secrets));
      nowMs += 2 * 60 * 60 * 1000;
      // One that is good, and one that has expired.
      for (const token of [readAuth(await app.inject(loginOf(index))), tokens[index * 2] ?? '']) {
        const headers = { authorization: `Bearer ${token}` };
        const ticket = `/v1/tickets/${tickets[name]}/attachments`;
        for (const request of [
          { method: 'PUT', url: `${omsPaths.put}?auth=${token}`, payload: orderOf(token, name, content) },
          { method: 'GET', url: `${ticket}?auth=${token}`, headers },
          { method: 'GET', url: `${ticket}/1`, headers },
          { method: 'GET', url: `${ticket}/1/download`, headers },
          { method: 'GET', url: '/readyz' },
        ] as const) {
          const answer = await app.inject(request);
          answers.push(answer.body, JSON.stringify(answer.headers));
        }
      }
    }
    await app.close();
    const all = log.join('');
    expect(answers.join('')).toContain('[redacted]');
    for (const secret of secrets) {
      expect(all).not.toContain(secret);
      expect(answers.join('')).not.toContain(secret);
    }
    expect(all).not.toContain('private name');
    expect(all).not.toContain('very private words');
    expect(all).not.toContain(content.toString('base64'));
  });
});

function loginOf(index: number) {
  const { apikey, token, email } = clients[index] ?? {};
  return { method: 'POST', url: omsPaths.auth, payload: { apikey, token, email } } as const;
}

function readAuth(answer: { json(): unknown }): string {
  return z.object({ auth: z.string() }).parse(answer.json()).auth;
}

function orderOf(auth: string, name: (typeof names)[number], content: Buffer): object {
  return { auth, zoho_id: tickets[name], attachments: [attachment(content, 'private name.pdf')] };
}
