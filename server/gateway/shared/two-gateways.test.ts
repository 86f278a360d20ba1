import { describe, expect, it, vi } from 'vitest';
import { omsPaths } from '../../../contract/oms.ts';
import { deskSecret, omsSecret, pdf } from '../test-gateway.suite.ts';
import { countOf, createGate, openTwoGateways, patience } from './two-gateways.suite.ts';

const delivered = { success: true, uploaded: 1 };
const uploadPath = /\/attachments$/;

describe('two gateways with one Redis', () => {
  it('refresh one access token for both, also when Desk refuses it', async () => {
    const { one, other, services } = await openTwoGateways();
    const both = await Promise.all([one.upload(deskSecret), other.upload(deskSecret)]);
    expect(both).toMatchObject([delivered, delivered]);
    expect(countOf(services, 'accounts', /token/)).toBe(1);
    services.world.tokens.revokeAll();
    expect(await one.upload(deskSecret)).toMatchObject(delivered);
    expect(await other.upload(deskSecret)).toMatchObject(delivered);
    expect(countOf(services, 'accounts', /token/)).toBe(2);
  });

  it('log in to OMS once for both, and for a third that starts later', async () => {
    const { one, other, services, open } = await openTwoGateways();
    const both = await Promise.all([one.upload(omsSecret), other.upload(omsSecret)]);
    expect(both).toMatchObject([delivered, delivered]);
    const third = await open();
    expect(await third.upload(omsSecret)).toMatchObject(delivered);
    expect(countOf(services, 'oms', /get\/auth/)).toBe(1);
  });

  it('send nothing that was called off at the other, and know of what the other has sent', async () => {
    const { one, other, services, ticketId } = await openTwoGateways();
    expect(await one.callOff(deskSecret, 'held')).toEqual({ state: 'called-off', called_off_before: false });
    expect(await other.upload(deskSecret, { key: 'held' })).toMatchObject({
      uploaded: 0,
      results: [{ http_code: 409 }],
    });
    expect(services.ledger.onTicket(ticketId)).toEqual([]);
    expect(await other.upload(deskSecret, { key: 'sent' })).toMatchObject(delivered);
    const [file] = services.ledger.onTicket(ticketId);
    expect(await one.callOff(deskSecret, 'sent')).toEqual({ state: 'delivered', attachment_id: file?.id });
  });

  it('show no secret and no name of theirs to who reads Redis', async () => {
    const { one, redis, ticketId } = await openTwoGateways();
    await one.upload(omsSecret);
    await one.upload(deskSecret, { key: 'key-of-a-caller' });
    const keys = await redis.ask('KEYS', '*');
    if (!Array.isArray(keys)) throw new Error('no keys');
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) expect(key).toMatch(/^anexo:/);
    const types = await Promise.all(keys.map((key) => redis.ask('TYPE', key)));
    const strings = keys.filter((_, index) => types[index] === 'string');
    const all = [...keys, ...(await Promise.all(strings.map((key) => redis.ask('GET', key))))].join('\n');
    for (const secret of ['key-of-a-caller', '1000.', '100:', ticketId, '127.0.0.1', 'document.pdf']) {
      expect(all).not.toContain(secret);
    }
    const lives = await Promise.all(keys.map((key) => redis.ask('PTTL', key)));
    for (const life of lives) expect(life).toBeGreaterThan(0);
  });

  it("keep the organisation's calls in flight within its number, and lose none", async () => {
    const most = 3;
    const gate = createGate();
    const { one, other, services } = await openTwoGateways({
      services: { deskConcurrency: most, wait: gate.wait },
      desk: { concurrentCalls: most },
    });
    services.faults.set([{ service: 'desk', kind: 'delay', ms: 1 }]);
    const uploads = Array.from({ length: 12 }, (_, index) => (index % 2 ? one : other).upload(deskSecret));
    for (let left = uploads.length; left > 0; left -= 1) {
      await gate.until(Math.min(most, left));
      gate.open();
    }
    expect(await Promise.all(uploads)).toMatchObject(uploads.map(() => delivered));
    expect(gate.mostHeld()).toBe(most);
    const statuses = services.requests.all().flatMap(({ service, status }) => (service === 'desk' ? [status] : []));
    expect(statuses).toEqual(uploads.map(() => 200));
  });

  it('wait for both when Desk tells one to, and tell the callers how long', async () => {
    const { one, other, services } = await openTwoGateways({ times: { patience: 500 } });
    const body = { errorCode: 'THRESHOLD_EXCEEDED', message: 'too many' };
    services.faults.set([
      {
        service: 'desk',
        method: 'POST',
        kind: 'status',
        status: 429,
        headers: { 'retry-after': '60' },
        body,
        times: 1,
      },
    ]);
    expect(await one.upload(deskSecret)).toMatchObject({ results: [{ outcome: 'busy', retry_after: 60 }] });
    const answer = await other.upload(deskSecret);
    expect(answer).toMatchObject({ results: [{ outcome: 'busy', http_code: 429, retry_after: expect.any(Number) }] });
    expect(countOf(services, 'desk', uploadPath)).toBe(1);
  });

  it('upload once what comes to both with one key, and answer the same', async () => {
    const gate = createGate();
    const { one, other, services } = await openTwoGateways({ services: { wait: gate.wait } });
    services.faults.set([{ service: 'desk', method: 'POST', kind: 'delay', ms: 1 }]);
    const upload = { bytes: pdf(3000), key: 'one' };
    const both = [one.upload(deskSecret, upload), other.upload(deskSecret, upload)];
    await gate.until(1);
    gate.open();
    const [first, second] = await Promise.all(both);
    expect(first).toMatchObject(delivered);
    expect(second).toEqual(first);
    expect(await other.upload(deskSecret, upload)).toEqual(first);
    expect(countOf(services, 'desk', uploadPath)).toBe(1);
    expect(services.ledger.all()).toHaveLength(1);
    expect(await other.upload(deskSecret, { bytes: pdf(3000), key: 'one' })).toMatchObject({
      results: [{ outcome: 'refused', http_code: 422 }],
    });
  });

  it('take no file for the arrival of two, where both lost their answers', async () => {
    const { one, other, services } = await openTwoGateways();
    const bytes = pdf(3000);
    const lost = { service: 'desk', method: 'POST', kind: 'reset-after', times: 1 } as const;
    services.faults.set([lost, { ...lost, kind: 'reset-before' }]);
    const both = await Promise.all([one.upload(deskSecret, { bytes }), other.upload(deskSecret, { bytes })]);
    expect(services.ledger.all()).toHaveLength(1);
    const outcomes = both.map((answer) => JSON.stringify(answer).includes('"outcome":"delivered"'));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await one.upload(deskSecret, { bytes })).toMatchObject(delivered);
  });

  it('count the requests of a caller together', async () => {
    const { one, other } = await openTwoGateways({ changes: { rateLimits: { failedLogins: 4 } } });
    const wrong = { apikey: 'x', token: 'y', email: 'z@example.com' };
    const logIn = async ({ app }: typeof one) =>
      (await app.inject({ method: 'POST', url: omsPaths.auth, payload: wrong })).statusCode;
    const statuses = [await logIn(one), await logIn(other), await logIn(one), await logIn(other)];
    expect(statuses).toEqual([401, 401, 401, 401]);
    expect([await logIn(one), await logIn(other)]).toEqual([429, 429]);
  });
});

describe('a gateway that dies in mid-upload', () => {
  it('leaves an upload that another settles by asking the ticket', async () => {
    const { one, other, services } = await openTwoGateways({ times: { lease: 1000 } });
    services.faults.set([{ service: 'desk', method: 'POST', kind: 'hang-after', times: 1 }]);
    const upload = { bytes: pdf(3000), key: 'one' };
    void one.upload(deskSecret, upload).catch(() => undefined);
    await vi.waitFor(() => expect(services.ledger.all()).toHaveLength(1), patience);
    one.cutOff();
    expect(await other.upload(deskSecret, upload)).toMatchObject(delivered);
    expect(services.ledger.all()).toHaveLength(1);
  });

  it('leaves one that is sent again where its end was never handed over', async () => {
    const { one, other, services } = await openTwoGateways({ times: { lease: 1000 } });
    services.faults.set([{ service: 'desk', method: 'POST', kind: 'hang-before', times: 1 }]);
    const upload = { bytes: pdf(15_000_000), key: 'one' };
    void one.upload(deskSecret, upload).catch(() => undefined);
    await vi.waitFor(() => expect(countOf(services, 'desk', uploadPath)).toBe(1), patience);
    one.cutOff();
    expect(await other.upload(deskSecret, upload)).toMatchObject(delivered);
    expect(services.ledger.all()).toHaveLength(1);
  });
});
