import { afterAll, beforeAll, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { openTestGateway, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const widget = 'https://0f7a.zappsusercontent.com';

function ask(method: 'GET' | 'PUT' | 'OPTIONS', headers: Record<string, string>) {
  return gateway.app.inject({ method, url: method === 'GET' ? '/healthz' : omsPaths.put, headers });
}

it('answers a preflight of an allowed origin, for browsers to keep', async () => {
  const answer = await ask('OPTIONS', { origin: widget, 'access-control-request-method': 'POST' });
  expect(answer.statusCode).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': widget,
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
    'access-control-max-age': '7200',
    vary: 'Origin',
  });
  expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
});

it('lets an allowed origin read any answer, also of a fault', async () => {
  for (const method of ['GET', 'PUT'] as const) {
    const { headers } = await ask(method, { origin: 'http://127.0.0.1:5080' });
    expect(headers).toMatchObject({ 'access-control-allow-origin': 'http://127.0.0.1:5080', vary: 'Origin' });
    expect(headers['access-control-expose-headers']).toBe('Retry-After, X-Request-Id');
  }
});

it('tells other origins nothing', async () => {
  const origin = 'https://a.zappsusercontent.com.evil.example';
  const preflight = await ask('OPTIONS', { origin, 'access-control-request-method': 'POST' });
  expect(preflight.statusCode).toBe(403);
  expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  const { headers } = await ask('GET', { origin });
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect(headers['vary']).toBe('Origin');
});

it('serves callers that are no browsers', async () => {
  expect((await ask('GET', {})).statusCode).toBe(200);
});

it('gives every answer the headers that keep browsers from misusing it', async () => {
  const { headers } = await gateway.app.inject({ url: '/no/such/path' });
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});
