import { afterEach, describe, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { startGateway } from './gateway.ts';
import {
  attachment,
  bodyOf,
  configurationFor,
  configured,
  deskCaller,
  omsCaller,
  openTestGateway,
  pdf,
  type TestGateway,
} from './test-gateway.suite.ts';

const token = 'made-up-token-for-prometheus';
let gateway: TestGateway;

describe('what is counted', () => {
  afterEach(() => gateway.close());

  async function scrape(): Promise<ReadonlyMap<string, number>> {
    const answer = await gateway.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${token}` } });
    expect(answer.headers['content-type']).toContain('text/plain');
    const lines = answer.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  }

  const send = (auth: string, ...files: object[]) =>
    gateway.put({ auth, zoho_id: gateway.ticket.id, attachments: files });

  it('are files, bytes and calls by destination and end, and requests by interface and status', async () => {
    gateway = await openTestGateway({ metrics: { token } });
    const auth = await gateway.logIn(deskCaller);
    await send(auth, attachment(pdf(1000)), attachment(pdf(500)), attachment(Buffer.from('MZ'), 'a.exe'));
    gateway.services.faults.set([{ service: 'desk', method: 'POST', kind: 'status', status: 429 }]);
    await send(auth, attachment(pdf(10)));
    await gateway.app.inject({ url: '/v1/tickets/1/attachments' });

    const metrics = await scrape();
    expect(metrics.get('anexo_files_total{destination="desk",outcome="delivered"}')).toBe(2);
    expect(metrics.get('anexo_files_total{destination="desk",outcome="refused"}')).toBe(1);
    expect(metrics.get('anexo_files_total{destination="desk",outcome="busy"}')).toBe(1);
    expect(metrics.get('anexo_files_total{destination="oms",outcome="delivered"}')).toBe(0);
    expect(metrics.get('anexo_file_bytes_total{destination="desk"}')).toBe(1500);
    const calls = 'anexo_destination_call_seconds_count{destination="desk"';
    expect(metrics.get(`${calls},purpose="upload",end="delivered"}`)).toBe(2);
    expect(metrics.get(`${calls},purpose="upload",end="busy"}`)).toBe(1);
    expect(metrics.get('anexo_destination_calls_in_flight{destination="desk"}')).toBe(0);
    expect(metrics.get('anexo_requests_in_flight')).toBe(0);
    expect(metrics.get('anexo_requests_total{interface="oms-put",status="200"}')).toBe(2);
    expect(metrics.get('anexo_requests_total{interface="v1",status="401"}')).toBe(1);
    expect(metrics.get('anexo_request_seconds_count{interface="oms-auth"}')).toBe(1);
    expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('is what is turned away, too', async () => {
    gateway = await openTestGateway({ metrics: { token }, rateLimits: { failedLogins: 1 } });
    const wrong = { ...omsCaller, token: 'other' };
    for (const _ of [1, 2, 3]) await gateway.app.inject({ method: 'POST', url: omsPaths.auth, payload: wrong });
    expect((await scrape()).get('anexo_requests_turned_away_total{reason="failed-login"}')).toBe(2);
  });

  it('has no more labels for more tickets, names, addresses, and paths', async () => {
    gateway = await openTestGateway({ metrics: { token } });
    const labels = async () => [...(await scrape()).keys()].filter((name) => name.startsWith('anexo_')).length;
    const ask = async (id: string) => {
      await gateway.put({
        auth: await gateway.logIn(deskCaller),
        zoho_id: gateway.ticket.id,
        attachments: [attachment(pdf(10), `${id}.pdf`)],
      });
      await gateway.app.inject({ url: `/v1/tickets/${id}/attachments`, remoteAddress: `192.0.2.${id}` });
      await gateway.app.inject({ url: `/${id}` });
    };
    await ask('1');
    await scrape();
    const before = await labels();
    for (const id of ['2', '3', '4']) await ask(id);
    expect(await labels()).toBe(before);
  });
});

describe('where it is read', () => {
  afterEach(() => gateway.close());

  it('is nowhere, where nothing is configured', async () => {
    gateway = await openTestGateway();
    const answer = await gateway.app.inject({ url: '/metrics' });
    expect(answer.statusCode).toBe(404);
  });

  it.each([{}, { authorization: 'Bearer other' }, { authorization: `Basic ${token}` }])(
    'is nowhere for a caller with %j',
    async (headers) => {
      gateway = await openTestGateway({ metrics: { token } });
      const answer = await gateway.app.inject({ url: '/metrics', headers });
      expect(answer.statusCode).toBe(404);
      expect(bodyOf(answer)).toEqual({ detail: 'Not found' });
    },
  );
});

it('is read at an address of its own, where there is one, and not beside the other paths', async () => {
  const options = { logger: false } as const;
  const configuration = configured({ ...configurationFor('http://127.0.0.1:1'), metrics: { port: 0 } });
  const running = await startGateway(configuration, options);
  expect((await fetch(`${running.url}/metrics`)).status).toBe(404);
  const answer = await fetch(running.metricsUrl ?? '');
  expect(await answer.text()).toContain('anexo_files_total{destination="desk",outcome="delivered"} 0');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await fetch(new URL('/', running.metricsUrl))).status).toBe(404);
  const port = Number(new URL(running.metricsUrl ?? '').port);
  const taken = { ...configuration, metrics: { host: '127.0.0.1', port } };
  await expect(startGateway(taken, options)).rejects.toThrow('EADDRINUSE');
  await running.close();
  await expect(fetch(running.metricsUrl ?? '')).rejects.toThrow();
});

it('is given at an address of its own to nobody without its token, where it has one', async () => {
  const metrics = { port: 0, token };
  const configuration = configured({ ...configurationFor('http://127.0.0.1:1'), metrics });
  const running = await startGateway(configuration, { logger: false });
  const url = running.metricsUrl ?? '';
  const headers = { authorization: `Bearer ${token}` };
  const answers = [
    fetch(url),
    fetch(url, { headers: { authorization: 'Bearer other' } }),
    fetch(url, { method: 'POST', headers }),
    fetch(url, { headers }),
  ];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404, 404, 200]);
  await running.close();
});
