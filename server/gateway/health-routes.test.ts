import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

async function probe(url: string) {
  const answer = await gateway.app.inject({ url });
  return { status: answer.statusCode, body: answer.json() as unknown };
}

it('is alive, whatever the destinations do', async () => {
  gateway.services.faults.set([{ service: 'accounts', kind: 'status', status: 500 }]);
  expect(await probe('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
});

it('lets any page know that it is there', async () => {
  const { headers } = await gateway.app.inject({ url: '/healthz', headers: { origin: 'https://elsewhere.example' } });
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

describe('/readyz', () => {
  it('is good when each destination gives a token, and costs none a call for each probe', async () => {
    for (let count = 0; count < 20; count += 1) {
      expect(await probe('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
      gateway.advance(3000);
    }
    const paths = gateway.services.requests.all().map(({ service, path }) => `${service} ${path}`);
    expect(paths.toSorted()).toEqual(['accounts /oauth/v2/token', 'oms /api/get/auth']);
    expect(gateway.log).toEqual([]);
  });

  it('names the destination that gives none, and the log says why', async () => {
    gateway.services.faults.set([
      { service: 'accounts', kind: 'status', status: 200, body: { error: 'invalid_code' } },
    ]);
    const { status, body } = await probe('/readyz');
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'not ready', not_ready: { desk: 'unauthorized' } });
    const warning = gateway.log.find((line) => line.includes('"readiness"'));
    expect(warning).toContain('invalid_code');

    gateway.services.faults.set([]);
    gateway.advance(61_000);
    expect(await probe('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });
});
