import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { omsMimeTypes } from '../../../../contract/limits.ts';
import { OmsPutAnswer } from '../../../../contract/oms.ts';
import { sandboxBlockedOmsClient, sandboxOmsClient } from '../credentials.ts';
import { deskPeople } from '../people.ts';
import { type Services, startServices } from '../services.ts';
import { firstTicket, logInToOms, omsToken, putToOms, setFaults } from '../test-calls.ts';

let services: Services;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 4, 4);
  services = await startServices({ port: 0, now: () => nowMs });
});
afterEach(() => services.close());

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const pdf = { nome_arquivo: 'document.pdf', tipo_arquivo: 'application/pdf', arquivo_base64: base64('%PDF-1.7') };
const photo = { name: 'photo.jpg', contentType: 'image/jpeg', base64: base64(new Uint8Array([255, 216, 255, 224])) };

describe('get/auth', () => {
  it('grants one token an hour', async () => {
    const first = await logInToOms(services);
    expect(await first.json()).toEqual({ auth: expect.any(String), id: 100 });
    nowMs += 3_599_999;
    expect(await (await logInToOms(services)).json()).toEqual({ code: 400 });
    nowMs += 1;
    expect(await (await logInToOms(services)).json()).toHaveProperty('auth');
  });

  it.each([
    ['an unknown key', { apikey: 'other' }, 404],
    ['an unknown token', { token: 'other' }, 404],
    ['a missing key', { apikey: undefined }, 402],
    ['an address that is none', { email: 'nobody' }, 402],
    ['a token that is no text', { token: 5 }, 402],
    ['a blocked client', sandboxBlockedOmsClient, 500],
  ])('refuses %s with its code', async (_what, fields, code) => {
    expect(await (await logInToOms(services, { ...fields })).json()).toEqual({ code });
  });

  it('is a POST', async () => {
    const answer = await fetch(`${services.omsUrl}/api/get/auth`);
    expect([answer.status, await answer.json()]).toEqual([405, { success: false, error: 'Method not allowed' }]);
  });
});

describe('put/ticket_attachments', () => {
  it('takes both spellings of each field and hands the files to Desk', async () => {
    const ticket = firstTicket(services);
    const answer = await putToOms(services, {
      auth: await omsToken(services),
      zoho_id: ticket.id,
      attachments: [pdf, photo],
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      success: true,
      zoho_id: ticket.id,
      uploaded: 2,
      failed: 0,
      results: [
        { index: 0, name: 'document.pdf', contentType: 'application/pdf', success: true, http_code: 201, error: null },
        { index: 1, name: 'photo.jpg', contentType: 'image/jpeg', success: true, http_code: 201, error: null },
      ],
    });
    expect(services.ledger.onTicket(ticket.id)).toMatchObject([
      {
        name: 'document.pdf',
        sha256: createHash('sha256').update('%PDF-1.7').digest('hex'),
        via: 'oms',
        creatorId: deskPeople.oms.id,
      },
      { name: 'photo.jpg', size: 4, mimeType: 'image/jpeg' },
    ]);
    expect(services.requests.all().at(-1)).toMatchObject({
      service: 'oms',
      method: 'PUT',
      fileNames: ['document.pdf', 'photo.jpg'],
    });
  });

  it.each([
    ['the id', { zoho_id: '482910000007310188' }, '10322'],
    ['the number', { ticket_number: '10325' }, '10325'],
    ['the number as a number', { ticket_number: 10325 }, '10325'],
    ['chamado_id', { chamado_id: '48213' }, '10321'],
    ['the number, where the id is unknown', { zoho_id: '1', ticket_number: '10322' }, '10322'],
  ])('finds the ticket by %s', async (_what, reference, ticketNumber) => {
    const answer = await putToOms(services, { auth: await omsToken(services), ...reference, anexos: [pdf] }, 'POST');
    const { zoho_id } = OmsPutAnswer.parse(await answer.json());
    expect(services.tickets.find((ticket) => ticket.id === zoho_id)?.ticketNumber).toBe(ticketNumber);
  });

  it('gives each file its own end', async () => {
    const zip = { contentType: 'application/zip' };
    const answer = await putToOms(services, {
      auth: await omsToken(services),
      ticket_number: '10321',
      attachments: [
        pdf,
        { name: 'large.zip', ...zip, base64: base64(new Uint8Array(10 * 1024 * 1024 + 1)) },
        { name: 'full.zip', ...zip, base64: base64(new Uint8Array(10 * 1024 * 1024)) },
        { name: 'a.csv', contentType: 'text/csv', base64: base64('a;b') },
        { name: 'a.zip', ...zip, base64: 'data:application/zip;base64,AAAA' },
        { name: 'a.zip', ...zip },
        { ...zip, base64: 'AAAA' },
        { name: `${'x'.repeat(97)}.zip`, ...zip, base64: 'AAAA' },
        'no object',
      ],
    });
    expect(answer.status).toBe(200);
    const { success, uploaded, failed, results } = OmsPutAnswer.parse(await answer.json());
    expect([success, uploaded, failed]).toEqual([false, 2, 7]);
    expect(results.map((result) => result.http_code)).toEqual([201, 413, 201, 415, 400, 400, 400, 422, 400]);
    expect(results.map((result) => result.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { success, error } of results) expect(error === null).toBe(success);
  });

  it.each(omsMimeTypes)('accepts %s', async (contentType) => {
    const auth = await omsToken(services);
    const answer = await putToOms(services, { auth, ticket_number: '10321', attachments: [{ ...photo, contentType }] });
    expect(await answer.json()).toMatchObject({ success: true });
  });

  it.each([
    ['no token', { auth: undefined }, 401, 'auth is required'],
    ['an empty token', { auth: '' }, 401, 'auth is required'],
    ['a token that is none', { auth: 'x' }, 401, 'invalid auth'],
    ['a token not in force', { auth: base64(`100:${'0'.repeat(48)}`) }, 401, 'Invalid credentials'],
    ['no attachments', { attachments: undefined }, 400, 'attachments is required (array)'],
    ['attachments that are no array', { attachments: pdf }, 400, 'attachments is required (array)'],
    ['an empty array', { attachments: [] }, 400, 'attachments is required (array)'],
    [
      'a ticket that is not there',
      { ticket_number: '1' },
      400,
      'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
    ],
  ])('refuses %s in the words of the contract', async (_what, fields, status, error) => {
    const good = { auth: await omsToken(services), ticket_number: '10321', attachments: [pdf] };
    const answer = await putToOms(services, { ...good, ...fields });
    expect([answer.status, await answer.json()]).toEqual([status, { success: false, error }]);
    expect(services.ledger.all()).toEqual([]);
  });

  it('refuses a token after its hour, and a client that was blocked since', async () => {
    const body = { auth: await omsToken(services), ticket_number: '10321', attachments: [pdf] };
    services.world.omsLogins.setBlocked(sandboxOmsClient.id, true);
    const blocked = await putToOms(services, body);
    expect([blocked.status, await blocked.json()]).toEqual([403, { success: false, error: 'Client blocked' }]);
    services.world.omsLogins.setBlocked(sandboxOmsClient.id, false);
    nowMs += 3_600_000;
    const late = await putToOms(services, body);
    expect([late.status, await late.json()]).toEqual([401, { success: false, error: 'Invalid credentials' }]);
  });

  it('refuses other methods', async () => {
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${services.omsUrl}/api/put/ticket_attachments`, { method });
      expect([answer.status, await answer.json()]).toEqual([405, { success: false, error: 'Method not allowed' }]);
    }
  });

  it('lets a page of another origin call, and read what a fault answers', async () => {
    await setFaults(services, { service: 'oms', kind: 'status', status: 500, times: 1 });
    const answer = await fetch(`${services.omsUrl}/api/put/ticket_attachments`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type');
    const struck = await logInToOms(services);
    expect([struck.status, struck.headers.get('access-control-allow-origin')]).toEqual([500, '*']);
  });
});
