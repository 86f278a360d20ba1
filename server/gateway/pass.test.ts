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

  it("takes files to its own client's destination only", async () => {
    await put(await gateway.pass(omsSecret));
    await put(await gateway.pass(deskSecret));
    expect(stored().map((file) => file.via)).toEqual(['oms', 'desk']);
  });
});
