import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pdf, signingKey } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, type Request, tickets, type V1Gateway } from './test-v1.suite.ts';

let gateway: V1Gateway;
let attachment: string;
beforeAll(async () => {
  gateway = await openV1Gateway();
});
afterAll(() => gateway.close());

const [ticket, other] = tickets.desk;
const path = `/v1/tickets/${ticket}/attachments`;

beforeEach(async () => {
  await gateway.services.reset();
  const file = {
    ticketId: ticket,
    name: 'a.pdf',
    mimeType: '',
    isPublic: false,
    creatorId: '1',
    bytes: pdf(9),
  } as const;
  attachment = (await gateway.services.ledger.add({ ...file, via: 'desk' })).id;
});

/** One call of each kind, with the scope that it needs. */
function callsOn(of: string): readonly (Request & { readonly at: string; readonly scope: string })[] {
  const all = `/v1/tickets/${of}/attachments`;
  const one = `${all}/${attachment}`;
  const body = '{"is_public":true}';
  const headers = { 'content-type': 'application/json' };
  return [
    { at: all, scope: 'attachments:read' },
    { at: one, scope: 'attachments:read' },
    { at: `${one}/download`, scope: 'attachments:read' },
    { at: all, method: 'POST', body: formOf(pdf(9), 'b.pdf'), scope: 'attachments:write' },
    { at: all, method: 'POST', body: '{"attachment_url":"https://example.com"}', headers, scope: 'attachments:write' },
    { at: one, method: 'PATCH', body, headers, scope: 'attachments:write' },
    { at: one, method: 'DELETE', scope: 'attachments:delete' },
    { at: `/v1/tickets/${of}/uploads/key-1`, method: 'DELETE', scope: 'attachments:write' },
  ];
}

async function refusedEverywhere(
  token: string | undefined,
  status: number,
  detail: string,
  of = ticket,
): Promise<void> {
  for (const { at, ...request } of callsOn(of)) {
    const answer = await gateway.ask(at, { ...request, token });
    expect(answer).toMatchObject({ status, body: { detail, request_id: answer.headers.get('x-request-id') } });
  }
  expect(gateway.services.requests.all()).toEqual([]);
  expect(gateway.services.ledger.all()).toMatchObject([{ id: attachment, isPublic: false, deleted: false }]);
}

/** A token as the gateway's own, with some of it changed. */
function forge({ key = signingKey, algorithm = 'HS256', issuer = 'anexo', subject = '1' }): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setSubject(subject)
    .setExpirationTime(new Date('2025-07-01T12:00:00Z'))
    .sign(new TextEncoder().encode(key));
}

describe('every call of /v1 is refused', () => {
  it('without a token', () => refusedEverywhere(undefined, 401, 'auth is required'));

  it('with what is no token', () => refusedEverywhere('x.y.z', 401, 'invalid auth'));

  it('with a token of the past', async () => {
    const token = await gateway.tokenOf('desk');
    gateway.advance(60 * 60_000);
    await refusedEverywhere(token, 401, 'invalid auth');
  });

  it.each([
    ['signed with another key', { key: 'another signing key, as long as ours is' }],
    ['signed for another purpose', { issuer: 'anexo-download' }],
    ['signed in another way', { algorithm: 'HS512' }],
  ])('with a token %s', async (_, change) => refusedEverywhere(await forge(change), 401, 'invalid auth'));

  it('with a token that says that it needs no signature', async () => {
    const [, claims] = (await forge({})).split('.');
    const head = Buffer.from('{"alg":"none"}').toString('base64url');
    await refusedEverywhere(`${head}.${claims}.`, 401, 'invalid auth');
  });

  it('with the token of a client that is gone', async () => {
    await refusedEverywhere(await forge({ subject: '99' }), 401, 'Invalid credentials');
  });

  it('with the token of a client that is blocked', async () => {
    await refusedEverywhere(await forge({ subject: '8' }), 403, 'Client blocked');
  });

  it('with a pass for another ticket', async () => {
    const pass = await gateway.passOf('desk', other);
    await refusedEverywhere(pass, 401, 'invalid auth');
    const { number, chamadoId } = gateway.ticket;
    for (const name of [`number:${number}`, `chamado:${chamadoId}`, 'nowhere', '0']) {
      await refusedEverywhere(pass, 401, 'invalid auth', name);
    }
  });

  it('with a pass of the past', async () => {
    const pass = await gateway.passOf('desk', ticket);
    gateway.advance(15 * 60_000);
    await refusedEverywhere(pass, 401, 'invalid auth');
  });
});

it('lets a client do what its scopes say, and no more', async () => {
  for (const [name, scopes] of [
    ['reader', ['attachments:read']],
    ['writer', ['attachments:write']],
  ] as const) {
    const token = await gateway.tokenOf(name);
    for (const { at, scope, ...request } of callsOn(ticket)) {
      const answer = await gateway.ask(at, { ...request, token });
      if (scopes.some((one) => one === scope)) expect(answer.status).not.toBe(403);
      else expect(answer).toMatchObject({ status: 403, body: { detail: `This client lacks the scope ${scope}` } });
    }
  }
});

it("lets a pass do what its client may, on its ticket under the ticket's own id", async () => {
  const pass = await gateway.passOf('desk', ticket);
  expect(await gateway.ask(path, { token: pass })).toMatchObject({ status: 200, body: [{ id: attachment }] });
  expect(await gateway.ask(`${path}/${attachment}`, { method: 'DELETE', token: pass })).toMatchObject({ status: 204 });
});

it('knows the ticket of a pass whether or not it is named with its module', async () => {
  const [named] = tickets.crm;
  const bare = named.replace(/^.*:/, '');
  for (const [given, asked] of [
    [named, bare],
    [bare, named],
    [bare, bare],
  ] as const) {
    const token = await gateway.passOf('crm', given);
    expect(await gateway.ask(`/v1/tickets/${asked}/attachments`, { token })).toMatchObject({ status: 200 });
    const leads = `/v1/tickets/Leads:${bare}/attachments`;
    expect(await gateway.ask(leads, { token })).toMatchObject({ status: 401, body: { detail: 'invalid auth' } });
  }
});

it("keeps each client to its own destination's tickets", async () => {
  const token = await gateway.tokenOf('crm');
  expect(await gateway.ask(path, { token })).toMatchObject({ status: 404 });
  const top = await gateway.tokenOf('top');
  expect(await gateway.ask(path, { token: top })).toMatchObject({ status: 404, body: { detail: 'Ticket not found' } });
});

it('answers a method that a path does not know with those that it does', async () => {
  const answer = await gateway.ask(path, { method: 'PUT', body: '{}' });
  expect(answer).toMatchObject({ status: 405, body: { detail: 'Method not allowed' } });
  expect(answer.headers.get('allow')).toBe('GET, POST');
  expect((await gateway.ask('/v1/download', { method: 'POST' })).headers.get('allow')).toBe('GET');
  expect(await gateway.ask('/v1/tickets')).toMatchObject({ status: 404, body: { detail: 'Not found' } });
});
