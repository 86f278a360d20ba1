import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { omsLimits } from '../../contract/limits.ts';
import { omsPaths } from '../../contract/oms.ts';
import { Pass, passSecretHeader } from '../../contract/pass.ts';
import {
  blockedCaller,
  blockedSecret,
  bodyOf,
  deskSecret,
  omsCaller,
  omsSecret,
  openTestGateway,
  type TestGateway,
} from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway({ rateLimits: { failedLogins: 0 } });
});
afterAll(() => gateway.close());

async function ask(payload: object | string, headers: Record<string, string> = {}, query = '') {
  const answer = await gateway.app.inject({ method: 'POST', url: `${omsPaths.auth}${query}`, payload, headers });
  return { status: answer.statusCode, body: bodyOf(answer) };
}

describe('get/auth for callers of the OMS contract', () => {
  it('gives a token and the id, and a further one inside the hour', async () => {
    const first = await ask(omsCaller);
    expect(first).toEqual({ status: 200, body: { auth: expect.any(String), id: 100 } });
    expect((await ask(omsCaller)).status).toBe(200);
  });

  it('reads the address without regard to case, and a form as well as JSON', async () => {
    expect((await ask({ ...omsCaller, email: 'Ops@Example.com' })).status).toBe(200);
    const form = new URLSearchParams(omsCaller).toString();
    expect((await ask(form, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200);
    expect((await ask(JSON.stringify(omsCaller), { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      200,
    );
  });

  it.each([
    ['an unknown key', { ...omsCaller, apikey: 'other' }],
    ['a wrong token', { ...omsCaller, token: 'other' }],
    ['a wrong address', { ...omsCaller, email: 'other@example.com' }],
    ["another client's key", { ...omsCaller, apikey: 'apikey-of-200' }],
    ['a client without credentials', { apikey: 'undefined', token: 'undefined', email: 'undefined' }],
  ])('answers %s with code 404', async (_, payload) => {
    expect(await ask(payload)).toEqual({ status: 401, body: { code: 404, error: 'Invalid credentials' } });
  });

  it.each([
    [{}],
    [{ ...omsCaller, token: '' }],
    [{ apikey: omsCaller.apikey, token: omsCaller.token }],
    [{ ...omsCaller, apikey: ['x'] }],
    ['no JSON'],
    ['[]'],
  ])('answers invalid data %j with code 402', async (payload) => {
    expect(await ask(payload, { 'content-type': 'application/json' })).toEqual({
      status: 400,
      body: { code: 402, error: 'apikey, token and email are required' },
    });
  });

  it('answers a blocked client with code 500', async () => {
    expect(await ask(blockedCaller)).toEqual({ status: 403, body: { code: 500, error: 'Client blocked' } });
    expect((await ask({ ...blockedCaller, token: 'other' })).status).toBe(401);
  });

  it('answers other methods with 405, and a body beyond reason with code 402', async () => {
    const answer = await gateway.app.inject({ method: 'PUT', url: omsPaths.auth, payload: omsCaller });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('POST');
    expect(bodyOf(answer)).toEqual({ success: false, error: 'Method not allowed' });
    expect(await ask('x'.repeat(20_000))).toMatchObject({ status: 400, body: { code: 402 } });
  });
});

describe('get/auth for widgets', () => {
  const secret = { [passSecretHeader]: omsSecret };

  it('gives a pass that says what the destination takes', async () => {
    const answer = await ask({ zoho_id: '42' }, secret);
    expect(answer.status).toBe(200);
    expect(Pass.parse(answer.body)).toEqual({
      auth: expect.any(String),
      id: 100,
      expires_in: 900,
      destination: 'oms',
      limits: omsLimits,
    });
    const desk = await ask({ zoho_id: '42' }, { [passSecretHeader]: deskSecret });
    expect(desk.body).toMatchObject({ id: 200, destination: 'zoho-desk' });
  });

  it.each([
    ['JSON', JSON.stringify({ zoho_id: '42' }), { 'content-type': 'application/json' }, ''],
    ['JSON without a type', JSON.stringify({ zoho_id: '42' }), {}, ''],
    ['a form', 'zoho_id=42', { 'content-type': 'application/x-www-form-urlencoded' }, ''],
    ['the query', '', {}, '?zoho_id=42'],
    ['the query, beside an empty object', '{}', { 'content-type': 'application/json' }, '?zoho_id=42'],
    ['the query, beside multipart', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }, '?zoho_id=42'],
  ])('finds the ticket in %s', async (_, body, headers, query) => {
    expect((await ask(body, { ...secret, ...headers }, query)).status).toBe(200);
  });

  it.each([{}, { zoho_id: '' }, { zoho_id: 'a b' }, { zoho_id: 123456789012345678901n.toString().repeat(9) }])(
    'gives no pass without a usable ticket: %j',
    async (payload) => {
      expect(await ask(payload, secret)).toEqual({ status: 400, body: { code: 402, error: 'zoho_id is required' } });
    },
  );

  it('gives none for a wrong secret, nor to a blocked client', async () => {
    expect(await ask({ zoho_id: '42' }, { [passSecretHeader]: 'other' })).toEqual({
      status: 401,
      body: { code: 404, error: 'Invalid credentials' },
    });
    expect((await ask({ zoho_id: '42' }, { [passSecretHeader]: blockedSecret })).body).toMatchObject({ code: 500 });
  });

  it.each(['{{gatewaysecret}}', '', ' '])('says when Zoho did not fill in the secret: "%s"', async (given) => {
    const answer = await ask({ zoho_id: '42' }, { [passSecretHeader]: given });
    expect(answer).toMatchObject({ status: 401, body: { error: expect.stringContaining('did not fill in') } });
  });
});
