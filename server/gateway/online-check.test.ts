import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { withAllDestinations } from './all-destinations.suite.ts';
import { createDestinations } from './destinations.ts';
import { checkOnline, type OnlineFinding } from './online-check.ts';
import { configured } from './test-gateway.suite.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices({ port: 0 });
});
beforeEach(() => services.reset());
afterAll(() => services.close());

const { signal } = new AbortController();

/** @param change of that destination's own fields */
async function check(name: string, change: object = {}, keepsTokens = true): Promise<OnlineFinding> {
  const configuration = withAllDestinations(services.url);
  const destinations = Object.fromEntries(
    Object.entries(configuration.destinations).map(([key, one]) => [key, key === name ? { ...one, ...change } : one]),
  );
  const created = createDestinations(configured({ ...configuration, destinations }), { now: Date.now });
  const destination = created.get(name);
  if (!destination) throw new Error('there is no such destination');
  return checkOnline(destination, { keepsTokens, signal });
}

it.each(['oms', 'desk', 'crm', 'bigin', 'old', 'top'])(
  'finds %s good where it is, and leaves nothing there',
  async (name) => {
    expect(await check(name)).toEqual({ kind: 'good' });
    expect(services.ledger.all()).toEqual([]);
  },
);

it.each([
  ['oms', { token: 'wrong-one' }, 'does not know the apikey', 'apikey, token and email'],
  ['desk', { refreshToken: 'wrong-one' }, 'refuses the refresh token', 'refreshToken'],
  ['desk', { orgId: '1' }, '', 'orgId'],
  ['crm', { clientSecret: 'wrong-one' }, 'invalid_client', 'clientSecret'],
  ['crm', { customModules: ['Nonsense'], module: 'Nonsense' }, 'misspelt', 'correct the fields'],
  ['bigin', { refreshToken: 'wrong-one' }, 'refuses the refresh token', 'refreshToken'],
  ['old', { secretKey: 'wrong-one' }, 'FAILED TO AUTHENTICATE', 'secretKey'],
  ['top', { apiKey: 'wrong-one' }, '', 'apiKey'],
])('says what to do about %s with %j', async (name, change, words, advice) => {
  const finding = await check(name, change);
  expect(finding).toMatchObject({ kind: 'bad', message: expect.stringContaining(words) });
  expect(finding).toMatchObject({ advice: expect.stringContaining(advice) });
});

it.each(['desk', 'old', 'top'])('says what to do when %s cannot be reached', async (name) => {
  const address = 'http://127.0.0.1:1';
  expect(await check(name, { baseUrl: address })).toMatchObject({
    kind: 'bad',
    message: expect.stringContaining('ECONNREFUSED'),
    advice: expect.stringContaining('address'),
  });
});

describe('OMS, which gives one token an hour', () => {
  it('is not asked where the token would be lost', async () => {
    expect(await check('oms', {}, false)).toMatchObject({
      kind: 'not-asked',
      message: expect.stringContaining('/readyz'),
    });
    expect(services.requests.all()).toEqual([]);
  });

  it('is not the gateway’s to help where another holds it', async () => {
    await check('oms');
    expect(await check('oms')).toMatchObject({
      kind: 'bad',
      advice: expect.stringContaining('wait for up to an hour'),
    });
  });
});
