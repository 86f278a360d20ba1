import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskSecret, omsSecret, signingKey } from './test-gateway.suite.ts';
import { openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

let gateway: SocketGateway;
beforeEach(async () => {
  gateway = await openSocketGateway();
});
afterEach(() => gateway.close());

const invalid = { status: 401, body: { success: false, error: 'invalid auth' } };

/** Where a token can stand, and a request that has it there. */
const places = {
  'in the header': (token: string) => ({ headers: { authorization: `Bearer ${token}` }, body: json({}) }),
  'before the files': (token: string) => ({ headers: none, body: json({ auth: token }) }),
  'after the files': (token: string) => ({ headers: none, body: json({}).replace(/}$/, `,"auth":"${token}"}`) }),
  'in a form': (token: string) => ({ headers: { ...none, ...multipart }, body: `${part('auth', token)}${form()}` }),
  'in a form, after the files': (token: string) => ({
    headers: { ...none, ...multipart },
    body: form().replace(/--b--\r\n$/, `${part('auth', token)}--b--\r\n`),
  }),
} as const;

const none = { authorization: '' };
const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
const part = (name: string, value: string): string =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const form = (): string => `${part('zoho_id', gateway.ticket.id)}${part('a"; filename="a.txt', 'ABC')}--b--\r\n`;
const json = (fields: object): string =>
  JSON.stringify({ ...fields, zoho_id: gateway.ticket.id, attachments: [{ name: 'a.txt', base64: 'QUJD' }] });

/** A token as the gateway's own, with some of it changed. */
function forge({
  key = signingKey,
  algorithm = 'HS256',
  issuer = 'anexo',
  subject = '200',
  claims = {},
}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setSubject(subject)
    .setExpirationTime(new Date('2025-06-01T13:00:00Z'))
    .sign(new TextEncoder().encode(key));
}

/** Wherever it stands, it is answered like this, and nothing is stored. */
async function refusedEverywhere(token: string, answer: object): Promise<void> {
  for (const request of Object.values(places)) expect(await gateway.send(request(token))).toMatchObject(answer);
  expect(gateway.services.ledger.all()).toEqual([]);
}

describe('a token', () => {
  it.each(Object.keys(places))('that is good is taken %s', async (place) => {
    const request = Object.entries(places).find(([name]) => name === place)?.[1];
    if (request) expect(await gateway.send(request(gateway.token))).toMatchObject({ status: 200 });
    expect(gateway.arrived()).toEqual(['a.txt']);
  });

  it('is required', () => refusedEverywhere('', { status: 401, body: { success: false, error: 'auth is required' } }));

  it('ends after its hour', async () => {
    gateway.advance(60 * 60_000 - 1000);
    expect(await gateway.send({ body: json({}) })).toMatchObject({ status: 200 });
    await gateway.services.ledger.reset();
    gateway.advance(1000);
    await refusedEverywhere(gateway.token, invalid);
  });

  it.each([
    ['signed with another key', { key: 'another signing key, as long as ours is' }],
    ['for another purpose', { issuer: 'anexo-download' }],
    ['signed in another way', { algorithm: 'HS512' }],
    ['for nobody', { subject: '' }],
    ['for no client', { subject: '2e2' }],
    ['for a ticket that is none', { claims: { ticket: 5 } }],
  ])('is refused where it is %s', async (_, change) => refusedEverywhere(await forge(change), invalid));

  it('is refused where it is put together from others', async () => {
    const [head, claims, signature] = gateway.token.split('.');
    const [, others] = (await forge({ subject: '100' })).split('.');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of [
      `${head}.${others}.${signature}`,
      `${unsigned}.${claims}.`,
      `${unsigned}.${claims}.${signature}`,
      `${head}.${claims}.`,
      `${head}.${claims}`,
      'QUJD',
    ]) {
      await refusedEverywhere(forged, invalid);
    }
  });

  it('is refused where its client is gone, blocked, or may not put files', async () => {
    const refused = (status: number, error: string) => ({ status, body: { success: false, error } });
    await refusedEverywhere(await forge({ subject: '999' }), refused(401, 'Invalid credentials'));
    await refusedEverywhere(await forge({ subject: '300' }), refused(403, 'Client blocked'));
    await refusedEverywhere(
      await forge({ subject: '400' }),
      refused(403, 'This client lacks the scope attachments:write'),
    );
  });

  it("of another client leads to that client's destination only, whatever the request says", async () => {
    await gateway.send({
      headers: { authorization: `Bearer ${await gateway.pass(omsSecret)}` },
      body: json({ destination: 'desk', client: 200 }),
    });
    expect(gateway.services.ledger.all()).toMatchObject([{ via: 'oms' }]);
  });
});

describe('a pass', () => {
  it('ends after its quarter of an hour', async () => {
    const pass = await gateway.pass(deskSecret);
    gateway.advance(15 * 60_000 - 1000);
    expect(await gateway.send(places['in the header'](pass))).toMatchObject({ status: 200 });
    await gateway.services.ledger.reset();
    gateway.advance(1000);
    await refusedEverywhere(pass, invalid);
  });

  it.each([
    ['oms', omsSecret],
    ['zoho-desk', deskSecret],
  ])('does not open another ticket, wherever it stands (%s)', async (_, secret) => {
    const other = gateway.services.tickets[1]?.id ?? '';
    await refusedEverywhere(await gateway.pass(secret, other), invalid);
  });

  it('opens its own ticket when another is named by its number', async () => {
    const other = gateway.services.tickets[1];
    const headers = { authorization: `Bearer ${await gateway.pass(deskSecret)}` };
    const body = json({ ticket_number: other?.ticketNumber }).replace(`"zoho_id":"${gateway.ticket.id}",`, '');
    expect(await gateway.send({ headers, body })).toMatchObject({ status: 200, body: { zoho_id: gateway.ticket.id } });
    expect(gateway.arrived()).toEqual(['a.txt']);
  });

  it('for another ticket that is named only after the file stores nothing', async () => {
    const headers = { authorization: `Bearer ${await gateway.pass(deskSecret)}` };
    const other = gateway.services.tickets[1]?.id;
    const body = `{"attachments":[{"name":"a.txt","base64":"QUJD"}],"zoho_id":"${other}"}`;
    expect(await gateway.send({ headers, body })).toMatchObject(invalid);
    expect(gateway.services.ledger.all()).toEqual([]);
  });
});

it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer  ', 'bearer a b', 'x'.repeat(4000)])(
  'is missing where the header says something else: %.20s',
  (authorization) =>
    expect(gateway.send({ headers: { authorization }, body: '{"attachments":[]}' })).resolves.toMatchObject({
      status: 401,
      body: { success: false, error: 'auth is required' },
    }),
);
