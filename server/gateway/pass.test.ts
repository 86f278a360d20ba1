import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachment, deskSecret, omsSecret, openTestGateway, pdf, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

const stored = () => gateway.services.ledger.onTicket(gateway.ticket.id);

describe('a pass', () => {
  const put = (token: string, change: object = {}) =>
    gateway.put(
      { zoho_id: gateway.ticket.id, attachments: [attachment(pdf(9))], ...change },
      { headers: { authorization: `Bearer ${token}` } },
    );

  it('opens its ticket, also unnamed, and by no other name', async () => {
    const pass = await gateway.pass(deskSecret);
    expect(await put(pass)).toMatchObject({ status: 200, body: { success: true } });
    expect(await put(pass, { zoho_id: undefined })).toMatchObject({ status: 200 });
    const other = gateway.services.tickets[1];
    await put(pass, { zoho_id: undefined, ticket_number: other?.ticketNumber });
    expect(gateway.services.ledger.onTicket(other?.id ?? '')).toEqual([]);
  });

  it.each(['oms', 'zoho-desk'])('does not open another ticket (%s)', async (kind) => {
    const pass = await gateway.pass(kind === 'oms' ? omsSecret : deskSecret);
    const other = gateway.services.tickets[1]?.id;
    expect(await put(pass, { zoho_id: other })).toEqual({
      status: 401,
      body: { success: false, error: 'invalid auth' },
    });
    expect(gateway.services.ledger.all()).toEqual([]);
  });

  it('lives for its time', async () => {
    const pass = await gateway.pass(deskSecret);
    gateway.advance(14 * 60_000);
    expect((await put(pass)).status).toBe(200);
    gateway.advance(60_000);
    expect(await put(pass)).toEqual({ status: 401, body: { success: false, error: 'invalid auth' } });
  });

  it('cannot be forged', async () => {
    const [head, claims, signature] = (await gateway.pass(deskSecret)).split('.');
    const other = Buffer.from(JSON.stringify({ iss: 'anexo', sub: '200', exp: 99_999_999_999 })).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const forged of [`${head}.${other}.${signature}`, `${unsigned}.${other}.`, `${head}.${claims}.`, 'x.y.z']) {
      expect(await put(forged)).toMatchObject({ status: 401, body: { error: 'invalid auth' } });
    }
  });

  it("takes files to its own client's destination only", async () => {
    await put(await gateway.pass(omsSecret));
    await put(await gateway.pass(deskSecret));
    expect(stored().map((file) => file.via)).toEqual(['oms', 'desk']);
  });
});
