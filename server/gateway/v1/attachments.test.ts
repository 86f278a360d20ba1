import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TicketAttachment, TicketAttachmentList } from '../../../contract/ticket-attachment.ts';
import { NewTicketAttachment, SignedDownload } from '../../../contract/v1-messages.ts';
import { pdf } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, type Place, tickets, type V1Gateway } from './test-v1.suite.ts';

let gateway: V1Gateway;
beforeEach(async () => {
  gateway = await openV1Gateway();
});
afterEach(() => gateway.close());

const pathOf = (ticket: string): string => `/v1/tickets/${ticket}/attachments`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each<Place>(['desk', 'crm', 'top', 'kayako'])('the attachments of a ticket in %s', (place) => {
  const [ticket] = tickets[place];
  const path = pathOf(ticket);

  async function upload(bytes: Uint8Array = pdf(100), name = 'a.pdf') {
    const token = await gateway.tokenOf(place);
    const answer = await gateway.ask(path, { method: 'POST', token, body: formOf(bytes, name) });
    return { token, ...answer };
  }

  it('are uploaded, listed, read, downloaded and deleted', async () => {
    const bytes = pdf(3_000_001);
    const { status, body, token } = await upload(bytes, 'Orçamento nº 5 – 見積.pdf');
    expect(status).toBe(201);
    const stored = NewTicketAttachment.parse(body);
    expect(stored).toMatchObject({
      id: expect.any(String),
      ticket_id: ticket,
      filename: 'Orçamento nº 5 – 見積.pdf',
      content_type: 'application/pdf',
      size_bytes: bytes.length,
    });
    const list = TicketAttachmentList.parse((await gateway.ask(path, { token })).body);
    expect(list).toMatchObject([{ id: stored.id, filename: stored.filename, size_bytes: bytes.length }]);
    const one = `${path}/${stored.id}`;
    const read = await gateway.ask(one, { token });
    expect(TicketAttachment.parse(read.body)).toMatchObject({ id: stored.id, filename: stored.filename });

    const { signed_url } = SignedDownload.parse((await gateway.ask(`${one}/download`, { token })).body);
    const download = await fetch(signed_url);
    expect(download.status).toBe(200);
    expect(sha256(new Uint8Array(await download.arrayBuffer()))).toBe(sha256(bytes));

    expect(await gateway.ask(one, { method: 'DELETE', token })).toMatchObject({ status: 204, body: '' });
    expect((await gateway.ask(path, { token })).body).toEqual([]);
    for (const gone of [one, `${one}/download`]) {
      expect(await gateway.ask(gone, { token })).toMatchObject({
        status: 404,
        body: { detail: 'Attachment not found' },
      });
    }
    expect(await gateway.ask(one, { method: 'DELETE', token })).toMatchObject({ status: 404 });
    expect((await fetch(signed_url)).status).toBe(404);
  });

  it('are not found on another ticket, nor on one that there is not', async () => {
    const { body, token } = await upload();
    const { id } = NewTicketAttachment.parse(body);
    const other = `${pathOf(tickets[place][1])}/${id}`;
    for (const method of ['GET', 'DELETE']) {
      expect(await gateway.ask(other, { method, token })).toMatchObject({ status: 404 });
    }
    expect(await gateway.ask(`${other}/download`, { token })).toMatchObject({ status: 404 });
    expect(await gateway.ask(pathOf('no%20such%20ticket'), { token })).toMatchObject({
      status: 404,
      body: { detail: 'Ticket not found', request_id: expect.any(String) },
    });
    expect((await gateway.ask(path, { token })).body).toHaveLength(1);
  });

  it('of a type, size or name that it does not take are refused', async () => {
    const program = Buffer.from('MZ\x90\0\x03\0\0\0');
    const { status, body } = await upload(program, 'invoice.pdf');
    expect(status).toBe(415);
    expect(body).toMatchObject({ detail: expect.stringContaining('exe') });
    expect(await upload(Buffer.alloc(0))).toMatchObject({ status: 400, body: { detail: 'The file is empty' } });
    expect(gateway.services.ledger.all()).toEqual([]);
  });
});

it('names the ticket by number and chamado, and a record by its module', async () => {
  const desk = await gateway.tokenOf('desk');
  const { number, chamadoId } = gateway.ticket;
  for (const name of [`number:${number}`, `chamado:${chamadoId}`]) {
    const answer = await gateway.ask(pathOf(name), { method: 'POST', token: desk, body: formOf(pdf(9), 'a.pdf') });
    expect(answer).toMatchObject({ status: 201, body: { ticket_id: tickets.desk[0] } });
  }
  expect((await gateway.ask(pathOf(`number:${number}`), { token: desk })).body).toHaveLength(2);
  expect(await gateway.ask(pathOf('number:999999'), { token: desk })).toMatchObject({ status: 404 });
  const crm = await gateway.tokenOf('crm');
  const [record] = tickets.crm;
  const bare = record.replace(/^.*:/, '');
  expect(await gateway.ask(pathOf(bare), { token: crm })).toMatchObject({ status: 200, body: [] });
  expect(await gateway.ask(pathOf(`Wishes:${bare}`), { token: crm })).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('no module Wishes') },
  });
});

describe('what only some destinations can do', () => {
  it('is to show an attachment to the customer, and to hide it', async () => {
    const token = await gateway.tokenOf('desk');
    const path = pathOf(tickets.desk[0]);
    const { body } = await gateway.ask(path, { method: 'POST', token, body: formOf(pdf(9), 'a.pdf') });
    const one = `${path}/${NewTicketAttachment.parse(body).id}`;
    const patch = (is_public: unknown, headers = { 'content-type': 'application/json' }) =>
      gateway.ask(one, { method: 'PATCH', token, headers, body: JSON.stringify({ is_public }) });
    for (const isPublic of [true, false]) {
      expect(await patch(isPublic)).toMatchObject({ status: 200, body: { is_public: isPublic, filename: 'a.pdf' } });
      expect((await gateway.ask(one, { token })).body).toMatchObject({ is_public: isPublic });
    }
    expect(await patch('yes')).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'is_public'] }] } });
    expect(await patch(true, { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      body: { detail: 'The body must be of the type application/json' },
    });
    const broken = { method: 'PATCH', token, headers: { 'content-type': 'application/json' }, body: '{' };
    expect(await gateway.ask(one, broken)).toMatchObject({
      status: 400,
      body: { detail: 'The body is not valid JSON' },
    });
    const nobody = {
      method: 'PATCH',
      token,
      headers: { 'content-type': 'application/json' },
      body: '{"is_public":true}',
    };
    expect(await gateway.ask(`${path}/999000000000000001`, nobody)).toMatchObject({ status: 404 });
  });

  it('is to attach a link, which nobody fetches', async () => {
    const path = pathOf(tickets.crm[0]);
    const token = await gateway.tokenOf('crm');
    const link = (attachment_url: unknown, at = path, by = token) => {
      const body = JSON.stringify({ attachment_url });
      return gateway.ask(at, { method: 'POST', token: by, headers: { 'content-type': 'application/json' }, body });
    };
    const url = 'https://files.example.com/a%20b.pdf?x=1';
    const stored = await link(url);
    expect(stored).toMatchObject({ status: 201, body: { attachment_url: url, id: expect.any(String) } });
    const { id } = NewTicketAttachment.parse(stored.body);
    expect((await gateway.ask(path, { token })).body).toMatchObject([{ id, attachment_url: url }]);
    expect(await gateway.ask(`${path}/${id}/download`, { token })).toMatchObject({
      status: 422,
      body: { detail: 'The attachment is a link: attachment_url says where it leads' },
    });
    for (const bad of ['javascript:alert(1)', 'file:///etc/passwd', 'https://user:secret@example.com', '', 5]) {
      expect((await link(bad)).status).toBe(422);
    }
    expect(await link(url, pathOf(tickets.desk[0]), await gateway.tokenOf('desk'))).toMatchObject({
      status: 501,
      body: { detail: 'The destination zoho-desk cannot attach a link' },
    });
  });

  it('is said of what they cannot', async () => {
    const one = `${pathOf(tickets.crm[0])}/123`;
    const request = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"is_public":true}' };
    expect(await gateway.ask(one, { ...request, token: await gateway.tokenOf('crm') })).toMatchObject({
      status: 501,
      body: { detail: 'The destination zoho-crm cannot show an attachment to the customer or hide it' },
    });
    const token = await gateway.tokenOf('oms');
    const path = pathOf(tickets.oms[0]);
    const words = 'The destination oms cannot';
    for (const [at, method, what] of [
      [path, 'GET', 'list the attachments of a ticket'],
      [`${path}/1`, 'GET', 'tell what is known of an attachment'],
      [`${path}/1/download`, 'GET', 'give the content of an attachment'],
      [`${path}/1`, 'DELETE', 'delete an attachment'],
    ] as const) {
      expect(await gateway.ask(at, { method, token })).toMatchObject({
        status: 501,
        body: { detail: `${words} ${what}` },
      });
    }
  });
});

it('takes a file for a destination that tells no more of it', async () => {
  const token = await gateway.tokenOf('oms');
  const request = { method: 'POST', token, body: formOf(pdf(70_000), 'a.pdf') };
  expect(await gateway.ask(pathOf(tickets.oms[0]), request)).toMatchObject({
    status: 201,
    body: {
      id: null,
      ticket_id: tickets.oms[0],
      filename: 'a.pdf',
      content_type: 'application/pdf',
      size_bytes: 70_000,
      created_at: '2025-06-01T12:00:00.000Z',
    },
  });
});
