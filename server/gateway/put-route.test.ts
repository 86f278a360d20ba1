import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { bodyOf, deskCaller, openTestGateway, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

const jpeg = Buffer.from('/9j/4AAQSkZJRg==', 'base64');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const stored = () => gateway.services.ledger.onTicket(gateway.ticket.id);

describe("the seed's request", () => {
  const seed = (auth: string, change: object = {}) => ({
    auth,
    zoho_id: gateway.ticket.id,
    ticket_number: '12345',
    chamado_id: '99',
    attachments: [
      { nome_arquivo: 'document.pdf', tipo_arquivo: 'application/pdf', arquivo_base64: 'JVBERi0xLjQK' },
      { name: 'photo.jpg', contentType: 'image/jpeg', base64: '/9j/4AAQSkZJRg==' },
    ],
    ...change,
  });
  const result = (index: number, name: string, contentType: string) => ({
    index,
    name,
    contentType,
    success: true,
    http_code: 201,
    error: null,
    outcome: 'delivered',
  });

  it.each(['oms', 'zoho-desk'])("gets the seed's answer with %s behind the gateway", async (kind) => {
    const auth = kind === 'oms' ? await gateway.logIn() : await gateway.logIn(deskCaller);
    const { status, body } = await gateway.put(seed(auth));
    expect(status).toBe(200);
    const id = kind === 'oms' ? {} : { attachment_id: expect.any(String) };
    expect(body).toEqual({
      success: true,
      zoho_id: gateway.ticket.id,
      uploaded: 2,
      failed: 0,
      results: [
        { ...result(0, 'document.pdf', 'application/pdf'), ...id },
        { ...result(1, 'photo.jpg', 'image/jpeg'), ...id },
      ],
    });
    expect(stored().map((file) => [file.name, file.sha256])).toEqual([
      ['document.pdf', sha256(Buffer.from('%PDF-1.4\n'))],
      ['photo.jpg', sha256(jpeg)],
    ]);
  });

  it('is understood in the other spelling, by POST, and with the token as bearer', async () => {
    const { attachments, auth: _, ...rest } = seed('');
    const headers = { authorization: `Bearer ${await gateway.logIn()}` };
    const answer = await gateway.put({ ...rest, anexos: attachments }, { method: 'POST', headers });
    expect(answer).toMatchObject({ status: 200, body: { success: true, uploaded: 2 } });
  });

  it('is understood under the Content-Type that curl gives by itself', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await gateway.put(JSON.stringify(seed(await gateway.logIn())), { headers })).toMatchObject({ status: 200 });
  });

  it.each([
    ['ticket_number', () => gateway.ticket.number],
    ['ticket_number', () => Number(gateway.ticket.number)],
    ['chamado_id', () => gateway.ticket.chamadoId],
  ])('names the ticket by %s alone', async (field, value) => {
    for (const caller of [undefined, deskCaller]) {
      const { zoho_id: _, ticket_number: __, chamado_id: ___, ...rest } = seed(await gateway.logIn(caller));
      const { status, body } = await gateway.put({ ...rest, [field]: value() });
      expect({ status, body }).toMatchObject({ status: 200, body: { success: true, zoho_id: gateway.ticket.id } });
    }
  });

  it.each([
    ['no auth', { auth: undefined }, 401, 'auth is required'],
    ['an empty auth', { auth: '' }, 401, 'auth is required'],
    ['an auth that is none', { auth: 'QUJD' }, 401, 'invalid auth'],
    ['no attachments', { attachments: undefined }, 400, 'attachments is required (array)'],
    ['attachments that are no list', { attachments: 'x' }, 400, 'attachments is required (array)'],
    ['an empty list', { attachments: [] }, 400, 'attachments is required (array)'],
    [
      'no ticket',
      { zoho_id: undefined, ticket_number: undefined, chamado_id: '' },
      400,
      'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
    ],
    [
      'no ticket that there is',
      { zoho_id: '999000000000000001', ticket_number: '999999', chamado_id: '999999' },
      400,
      'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
    ],
    [
      'an id that lost its last digits as a number',
      { zoho_id: 4829e14, ticket_number: undefined, chamado_id: undefined },
      400,
      'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
    ],
  ])('with %s gets its status and message', async (_, change, status, error) => {
    for (const caller of [undefined, deskCaller]) {
      const answer = await gateway.put(seed(await gateway.logIn(caller), change));
      expect(answer).toEqual({ status, body: { success: false, error } });
    }
    expect(stored()).toEqual([]);
  });

  it.each(['GET', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'] as const)('gets 405 by %s', async (method) => {
    const answer = await gateway.app.inject({ method, url: omsPaths.put });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('PUT, POST');
    if (method !== 'HEAD') expect(bodyOf(answer)).toEqual({ success: false, error: 'Method not allowed' });
  });
});

it('says no more of an unexpected fault than where to look', async () => {
  await gateway.close();
  gateway = await openTestGateway();
  gateway.app.addHook('preHandler', async () => {
    throw new Error('the database password is hunter2');
  });
  const answer = await gateway.app.inject({ method: 'PUT', url: omsPaths.put, payload: '{}' });
  expect(answer.statusCode).toBe(500);
  const id = String(answer.headers['x-request-id']);
  expect(bodyOf(answer)).toEqual({
    success: false,
    error: `Internal error: see request ${id} in the log of the gateway`,
  });
  expect(gateway.log.find((line) => line.includes('"fault"'))).toContain(id);
});
