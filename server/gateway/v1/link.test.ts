import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openV1Gateway, tickets, type V1Gateway } from './test-v1.suite.ts';

const metricsToken = 'made-up-token-for-prometheus';
const url = 'https://files.example.com/report';

let gateway: V1Gateway;
beforeEach(async () => {
  gateway = await openV1Gateway({ metrics: { token: metricsToken } });
});
afterEach(() => gateway.close());

describe.each(['crm', 'bigin'] as const)('a link for %s', (place) => {
  async function attach(headers: Record<string, string> = {}, attachment_url = url) {
    return gateway.ask(`/v1/tickets/${tickets[place][0]}/attachments`, {
      method: 'POST',
      token: await gateway.tokenOf(place),
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ attachment_url }),
    });
  }
  const stored = () => gateway.services.ledger.all().map(({ link }) => link);

  it('is attached once for each Idempotency-Key, and answered the same', async () => {
    const key = { 'idempotency-key': 'one' };
    const [first, second] = await Promise.all([attach(key), attach(key)]);
    expect(first).toMatchObject({ status: 201, body: { attachment_url: url } });
    expect(second.body).toEqual(first.body);
    expect((await attach(key)).body).toEqual(first.body);
    expect(stored()).toEqual([url]);
    await attach({ 'idempotency-key': 'two' });
    await attach(key, `${url}/2`);
    await attach();
    expect(stored()).toEqual([url, url, `${url}/2`, url]);
  });

  it('is refused with a key that is none', async () => {
    const detail = 'Idempotency-Key takes 1 to 255 visible characters';
    expect(await attach({ 'idempotency-key': 'two words' })).toMatchObject({ status: 400, body: { detail } });
    expect(stored()).toEqual([]);
  });

  it('is looked for on the record where the answer was lost', async () => {
    gateway.services.faults.set([{ service: place, method: 'POST', kind: 'reset-after', times: 1 }]);
    expect(await attach({}, 'https://EXAMPLE.com')).toMatchObject({ status: 201, body: { id: expect.any(String) } });
    gateway.services.faults.set([{ service: place, method: 'POST', kind: 'reset-before', times: 1 }]);
    expect(await attach()).toMatchObject({
      status: 502,
      body: { detail: expect.stringMatching(/the link is not on the ticket$/) },
    });
    expect(stored()).toEqual(['https://example.com/']);
  });

  it('counts as a file does, without bytes', async () => {
    await attach();
    const answer = await gateway.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${metricsToken}` } });
    expect(answer.body).toContain(`anexo_files_total{destination="${place}",outcome="delivered"} 1`);
    expect(answer.body).toContain(`anexo_file_bytes_total{destination="${place}"} 0`);
  });
});
