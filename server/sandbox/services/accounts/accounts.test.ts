import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Services, startServices } from '../services.ts';
import { refreshToken } from '../test-calls.ts';

let services: Services;
let nowMs: number;

beforeEach(async () => {
  nowMs = 0;
  services = await startServices({ port: 0, now: () => nowMs });
});
afterEach(() => services.close());

it('exchanges the refresh token', async () => {
  const answer = await refreshToken(services);
  expect(await answer.json()).toEqual({
    access_token: expect.stringMatching(/^1000\./),
    scope: expect.stringContaining('Desk.tickets.UPDATE'),
    api_domain: services.url,
    token_type: 'Bearer',
    expires_in: 3600,
  });
});

it('takes the fields from the query too', async () => {
  const answer = await fetch(`${services.accountsUrl}/oauth/v2/token?grant_type=refresh_token&client_id=1`, {
    method: 'POST',
  });
  expect(await answer.json()).toEqual({ error: 'invalid_client' });
});

it.each([
  ['grant_type', 'unsupported_grant_type'],
  ['client_id', 'invalid_client'],
  ['client_secret', 'invalid_client_secret'],
  ['refresh_token', 'invalid_code'],
])('reports a wrong %s with status 200', async (field, error) => {
  const answer = await refreshToken(services, { [field]: 'wrong' });
  expect([answer.status, await answer.json()]).toEqual([200, { error }]);
});

it('grants ten access tokens in ten minutes', async () => {
  for (let count = 0; count < 10; count += 1) {
    expect(await (await refreshToken(services)).json()).toHaveProperty('access_token');
    nowMs += 1000;
  }
  const answer = await refreshToken(services);
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'Access Denied' }]);
  nowMs = 600_000;
  expect(await (await refreshToken(services)).json()).toHaveProperty('access_token');
});

it('keeps fifteen access tokens alive, the newest', async () => {
  const { tokens } = services.world;
  const granted = Array.from({ length: 16 }, () => {
    nowMs += 60_000;
    return tokens.grant();
  }).map((grant) => grant.kind === 'granted' && tokens.isAlive(grant.accessToken));
  expect(granted).toEqual([false, ...Array(15).fill(true)]);
});

it('knows no other path', async () => {
  expect((await fetch(`${services.accountsUrl}/oauth/v2/auth`)).status).toBe(404);
});
