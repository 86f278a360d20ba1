import { afterEach, beforeEach, expect, it } from 'vitest';
import { TicketAttachmentList } from '../../../contract/ticket-attachment.ts';
import { pdf } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, tickets, type V1Gateway } from './test-v1.suite.ts';

const [ticket] = tickets.desk;
const path = `/v1/tickets/${ticket}/attachments`;

let gateway: V1Gateway;
let token: string;
beforeEach(async () => {
  gateway = await openV1Gateway();
  token = await gateway.tokenOf('desk');
});
afterEach(() => gateway.close());

const list = (query = '') => gateway.ask(`${path}${query}`, { token });

it('has what the ticket has, newest first, in the form of TopTickets', async () => {
  expect(await list()).toMatchObject({ status: 200, body: [] });
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) {
    gateway.advance(1000);
    await gateway.ask(path, { method: 'POST', token, body: formOf(pdf(10), name) });
  }
  expect((await list()).body).toEqual([
    {
      id: expect.any(String),
      ticket_id: ticket,
      filename: 'c.pdf',
      content_type: 'application/pdf',
      size_bytes: 10,
      created_at: '2025-06-01T12:00:03.000Z',
      uploaded_by_user_id: expect.any(String),
      is_public: false,
    },
    expect.objectContaining({ filename: 'b.pdf' }),
    expect.objectContaining({ filename: 'a.pdf' }),
  ]);
  expect((await list('?offset=1&limit=1')).body).toMatchObject([{ filename: 'b.pdf' }]);
  expect((await list('?offset=3')).body).toEqual([]);
});

it('gathers more than a destination gives at once', async () => {
  for (let index = 0; index < 130; index += 1) {
    const about = { ticketId: ticket, name: `${index}.pdf`, mimeType: '', isPublic: false, creatorId: '1' };
    await gateway.services.ledger.add({ ...about, via: 'desk', bytes: pdf(10) });
  }
  const all = TicketAttachmentList.parse((await list('?limit=500')).body);
  expect(new Set(all.map((one) => one.filename)).size).toBe(130);
  expect((await list()).body).toHaveLength(100);
});

it('refuses a page that is none, naming each value', async () => {
  expect(await list('?offset=-1&limit=501')).toMatchObject({
    status: 422,
    body: {
      detail: [
        { loc: ['query', 'offset'], msg: expect.any(String), type: 'too_small' },
        { loc: ['query', 'limit'], msg: expect.any(String), type: 'too_big' },
      ],
      request_id: expect.any(String),
    },
  });
  expect((await list('?offset=x')).status).toBe(422);
});
