import { afterEach, beforeEach, expect, it } from 'vitest';
import { TicketAttachmentList, ticketAttachmentsPath } from '../../contract/ticket-attachment.ts';
import {
  attachment,
  deskCaller,
  deskSecret,
  omsSecret,
  openTestGateway,
  pdf,
  type TestGateway,
} from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

async function list(token: string | undefined, query = '', ticketId = gateway.ticket.id) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await gateway.app.inject({ url: `${ticketAttachmentsPath(ticketId)}${query}`, headers });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}

it('lists what the ticket has, in the form of TopTickets', async () => {
  const pass = await gateway.pass(deskSecret);
  expect(await list(pass)).toMatchObject({ status: 200, body: [] });
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) {
    gateway.advance(1000);
    const headers = { authorization: `Bearer ${pass}` };
    await gateway.put({ attachments: [attachment(pdf(10), name)] }, { headers });
  }
  const { body } = await list(pass);
  expect(TicketAttachmentList.parse(body)).toMatchObject([
    {
      ticket_id: gateway.ticket.id,
      filename: 'c.pdf',
      content_type: 'application/pdf',
      size_bytes: 10,
      created_at: '2025-06-01T12:00:03.000Z',
      is_public: false,
    },
    { filename: 'b.pdf' },
    { filename: 'a.pdf' },
  ]);
  expect((await list(pass, '?offset=1&limit=1')).body).toMatchObject([{ filename: 'b.pdf' }]);
});

it('gathers more than a destination gives at once', async () => {
  const ticketId = gateway.ticket.id;
  for (let index = 0; index < 130; index += 1) {
    const bytes = pdf(10);
    const file = { ticketId, name: `${index}.pdf`, mimeType: '', bytes, isPublic: false, creatorId: '1', via: 'desk' };
    await gateway.services.ledger.add({ ...file, via: 'desk' });
  }
  const token = await gateway.logIn(deskCaller);
  const all = TicketAttachmentList.parse((await list(token, '?limit=500')).body);
  expect(new Set(all.map((one) => one.filename)).size).toBe(130);
  expect((await list(token)).body).toHaveLength(100);
});

it('asks for a token, and for one that opens this ticket', async () => {
  expect(await list(undefined)).toMatchObject({ status: 401, body: { detail: 'auth is required' } });
  expect(await list('x.y.z')).toMatchObject({ status: 401, body: { detail: 'invalid auth' } });
  const pass = await gateway.pass(deskSecret);
  const other = gateway.services.tickets[1]?.id;
  expect(await list(pass, '', other)).toMatchObject({ status: 401, body: { detail: 'invalid auth' } });
});

it('says where a destination cannot list', async () => {
  const pass = await gateway.pass(omsSecret);
  expect(await list(pass)).toMatchObject({
    status: 501,
    body: { detail: 'The destination oms cannot list the attachments of a ticket' },
  });
});

it('refuses a page that is none, naming the field', async () => {
  const { status, body } = await list(await gateway.logIn(deskCaller), '?offset=-1&limit=501');
  expect(status).toBe(422);
  expect(body).toMatchObject({ detail: [{ loc: ['query', 'offset'] }, { loc: ['query', 'limit'] }] });
});

it.each([
  [{ status: 404 }, 404, undefined],
  [{ status: 429, headers: { 'retry-after': '3' } }, 429, '3'],
  [{ status: 403 }, 502, undefined],
  [{ status: 500 }, 502, undefined],
])('passes on that the service answered %j', async (answer, status, retryAfter) => {
  gateway.services.faults.set([{ service: 'desk', kind: 'status', ...answer }]);
  const got = await list(await gateway.logIn(deskCaller));
  expect(got).toMatchObject({ status, body: { detail: expect.any(String) } });
  expect(got.headers['retry-after']).toBe(retryAfter);
});
