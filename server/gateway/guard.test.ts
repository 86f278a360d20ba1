import type { InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { passSecretHeader } from '../../contract/pass.ts';
import { bodyOf, deskSecret, omsCaller, openTestGateway, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const list = '/v1/tickets/1/attachments';
const tooMany = 'Too many requests';
const inForm = {
  'oms-auth': { code: 429, error: tooMany },
  'oms-put': { success: false, error: tooMany },
  v1: { detail: tooMany },
};

/** The last answer to so many requests. */
async function repeat(times: number, options: InjectOptions) {
  let answer = await gateway.app.inject(options);
  for (let count = 1; count < times; count += 1) answer = await gateway.app.inject(options);
  return answer;
}

describe('an address that asks for too much', () => {
  it.each([
    [omsPaths.auth, 'POST', inForm['oms-auth']],
    [omsPaths.put, 'PUT', inForm['oms-put']],
    [list, 'GET', inForm.v1],
    ['/docs', 'GET', inForm.v1],
  ] as const)('is refused at %s in its own form, with a time', async (url, method, body) => {
    gateway = await openTestGateway({ rateLimits: { addressPerMinute: 2 } });
    expect((await repeat(2, { method, url })).statusCode).not.toBe(429);
    const answer = await repeat(1, { method, url });
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(bodyOf(answer)).toEqual(body);
    const origin = 'http://127.0.0.1:5080';
    const forBrowsers = await repeat(1, { method, url, headers: { origin } });
    expect(forBrowsers.headers).toMatchObject({ 'access-control-allow-origin': origin });
  });

  it('is told from others, and never from a probe', async () => {
    gateway = await openTestGateway({ rateLimits: { addressPerMinute: 1 } });
    const url = list;
    expect((await repeat(2, { url, remoteAddress: '192.0.2.1' })).statusCode).toBe(429);
    expect((await repeat(1, { url, remoteAddress: '192.0.2.2' })).statusCode).toBe(401);
    expect((await repeat(5, { url: '/healthz', remoteAddress: '192.0.2.1' })).statusCode).toBe(200);
    expect((await repeat(5, { url: '/readyz', remoteAddress: '192.0.2.1' })).statusCode).toBe(200);
  });

  it.each([
    ['believed from a proxy of the configuration', ['192.0.2.0/24'], 401],
    ['not believed from anybody else', [], 429],
  ])('is the one of X-Forwarded-For, %s', async (_, trustedProxies, status) => {
    gateway = await openTestGateway({ rateLimits: { addressPerMinute: 1 }, trustedProxies });
    for (const [address, wanted] of [
      ['203.0.113.1', 401],
      ['203.0.113.2', status],
    ] as const) {
      const headers = { 'x-forwarded-for': address };
      const answer = await gateway.app.inject({ url: list, remoteAddress: '192.0.2.1', headers });
      expect(answer.statusCode).toBe(wanted);
    }
  });
});

it.each([
  [omsPaths.put, 'PUT', inForm['oms-put']],
  [list, 'GET', inForm.v1],
] as const)('a client that asks for too much is refused at %s, from wherever it asks', async (url, method, body) => {
  gateway = await openTestGateway({ rateLimits: { clientPerMinute: 2 } });
  const ask = async (token: string, remoteAddress: string) =>
    gateway.app.inject({
      method,
      url,
      remoteAddress,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'PUT' && { payload: {} }),
    });
  const token = await gateway.logIn();
  for (const address of ['192.0.2.1', '192.0.2.2']) expect((await ask(token, address)).statusCode).not.toBe(429);
  const answer = await ask(token, '192.0.2.3');
  expect(answer.statusCode).toBe(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(bodyOf(answer)).toEqual(body);
  expect((await ask(await gateway.pass(deskSecret, '1'), '192.0.2.3')).statusCode).not.toBe(429);
});

describe('logins that fail', () => {
  const wrong = { ...omsCaller, token: 'other' };
  const log = (payload: object, remoteAddress: string, headers = {}) =>
    gateway.app.inject({ method: 'POST', url: omsPaths.auth, payload, remoteAddress, headers });

  it('are few for one address; then not even a good one is answered, nor one by secret', async () => {
    gateway = await openTestGateway({ rateLimits: { failedLogins: 2 } });
    for (const _ of [1, 2]) expect((await log(wrong, '192.0.2.1')).statusCode).toBe(401);
    const third = await log(wrong, '192.0.2.1');
    expect(third.statusCode).toBe(429);
    expect(Number(third.headers['retry-after'])).toBeLessThanOrEqual(300);
    expect(bodyOf(third)).toEqual(inForm['oms-auth']);
    expect((await log(omsCaller, '192.0.2.1')).statusCode).toBe(429);
    const bySecret = await log({ zoho_id: '1' }, '192.0.2.1', { [passSecretHeader]: deskSecret });
    expect(bySecret.statusCode).toBe(429);
    expect((await log(omsCaller, '192.0.2.2')).statusCode).toBe(200);
  });

  it('do not count when they are good or incomplete', async () => {
    gateway = await openTestGateway({ rateLimits: { failedLogins: 1 } });
    for (const _ of [1, 2, 3]) expect((await log(omsCaller, '192.0.2.1')).statusCode).toBe(200);
    for (const _ of [1, 2, 3]) expect((await log({}, '192.0.2.1')).statusCode).toBe(400);
    expect((await log(omsCaller, '192.0.2.1')).statusCode).toBe(200);
  });
});
