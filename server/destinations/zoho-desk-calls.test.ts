import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReceivedRequest, type ScriptedService, startScriptedService } from '../sandbox/scripted-service.suite.ts';
import { call, incoming, longSilence, pdf } from './destination.suite.ts';
import { createZohoDesk } from './zoho-desk.ts';

let service: ScriptedService;
/** What Desk answers to each path below `/api/v1`. */
let answers: Record<string, { status: number; body?: unknown }>;

beforeEach(async () => {
  service = await startScriptedService();
  answers = {};
  service.answer = ({ url = '' }) => {
    const { pathname } = new URL(url, service.url);
    if (pathname === '/oauth/v2/token') return { status: 200, body: '{"access_token":"a"}' };
    const { status, body } = answers[pathname.replace('/api/v1', '')] ?? { status: 404 };
    return { status, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) };
  };
});
afterEach(() => service.close());

const open = () =>
  createZohoDesk({
    ...{ clientId: 'c', clientSecret: 's', refreshToken: 'r', orgId: '1', dataCentre: 'com' },
    ...{ chamadoField: 'cf_chamado_id', baseUrl: service.url, accountsUrl: service.url, silenceMs: longSilence },
  });
const asked = () =>
  service.received
    .filter(({ url }) => url !== '/oauth/v2/token')
    .map(({ method, url }: ReceivedRequest) => `${method} ${decodeURIComponent(url ?? '').replace('/api/v1', '')}`);

const search = '/tickets/search';
const attachments = '/tickets/7/attachments';
const file = { id: '5', name: 'a.pdf', size: '10', createdTime: '2025-06-01T12:00:00.000Z' };

describe('a ticket of Desk', () => {
  it.each([
    ['the one of that number', [{ id: '7', ticketNumber: '1042' }], '7'],
    ['the only one, where its number is not told', [{ id: '7' }], '7'],
    [
      'the one of that number among two',
      [
        { id: '6', ticketNumber: '10421' },
        { id: '7', ticketNumber: '1042' },
      ],
      '7',
    ],
    ['none of another number', [{ id: '6', ticketNumber: '10421' }], undefined],
    ['neither of two', [{ id: '6' }, { id: '7' }], undefined],
  ])('is found by its number: %s', async (_, data, id) => {
    answers[search] = { status: 200, body: { data } };
    const finding = await open().findTicket({ ticket_number: '#1042' }, call);
    expect(finding).toEqual(id === undefined ? { kind: 'not-found' } : { kind: 'found', ticketId: id, named: id });
    expect(asked()).toEqual([`GET ${search}?ticketNumber=1042&limit=2`]);
  });

  it('is found by the field of the chamado_id, where its number finds none', async () => {
    answers[search] = { status: 204 };
    expect(await open().findTicket({ ticket_number: '1042', chamado_id: '48/213' }, call)).toEqual({
      kind: 'not-found',
    });
    expect(asked()).toEqual([
      `GET ${search}?ticketNumber=1042&limit=2`,
      `GET ${search}?customField1=cf_chamado_id:48/213&limit=2`,
    ]);
  });

  it.each([
    { zoho_id: 'x1' },
    { zoho_id: '1x' },
    { zoho_id: '1'.repeat(33) },
    { ticket_number: '*1' },
    { ticket_number: '1*' },
    { ticket_number: '1#' },
    { ticket_number: '##1' },
    { ticket_number: '1'.repeat(65) },
    { chamado_id: '*1' },
    { chamado_id: '1*' },
    { chamado_id: '\n1' },
    { chamado_id: '1'.repeat(256) },
  ])('is not looked for by %j', async (reference) => {
    expect(await open().findTicket(reference, call)).toEqual({ kind: 'not-found' });
    expect(asked()).toEqual([]);
  });
});

describe('what Desk keeps on a ticket', () => {
  const page = { offset: 0, limit: 100 };

  it('is looked for among a hundred at once, as long as pages are full', async () => {
    answers[attachments] = { status: 200, body: { data: [file] } };
    expect(await open().read('7', '6', call)).toEqual({ kind: 'not-found' });
    expect(asked()).toEqual([`GET ${attachments}?limit=100&sortBy=-createdTime`]);
  });

  it('is nothing where Desk says so, which is not asked again', async () => {
    answers[attachments] = { status: 204 };
    expect(await open().list('7', page, call)).toEqual({ kind: 'listed', attachments: [] });
    expect(await open().read('7', '6', call)).toEqual({ kind: 'not-found' });
    expect(asked()).toHaveLength(2);
  });

  it('is described by what is told of it', async () => {
    answers[attachments] = { status: 200, body: { data: [file, { ...file, name: 'b', isPublic: false }] } };
    const known = { id: '5', size: 10, createdAt: file.createdTime };
    expect(await open().list('7', page, call)).toEqual({
      kind: 'listed',
      attachments: [
        { ...known, name: 'a.pdf', mimeType: 'application/pdf' },
        { ...known, name: 'b', mimeType: 'application/octet-stream', isPublic: false },
      ],
    });
  });

  it('comes as what its name says', async () => {
    const href = `${service.url}/api/v1/tickets/7/attachments/5`;
    answers[attachments] = { status: 200, body: { data: [{ ...file, href }] } };
    answers[`${attachments}/5/content`] = { status: 200, body: '%PDF' };
    const content = await open().content('7', '5', call);
    if (content.kind !== 'content') throw new Error(content.kind);
    expect([content.mimeType, String(await buffer(content.stream))]).toEqual(['application/pdf', '%PDF']);
    expect(asked().at(-1)).toBe(`GET ${attachments}/5/content`);
  });

  it.each([
    [204, { kind: 'not-found' }],
    [404, { kind: 'not-found' }],
    [500, { kind: 'failed', outcome: { kind: 'unavailable' } }],
  ])('does not come where its content is answered with %i', async (status, expected) => {
    const href = `${service.url}/api/v1/tickets/7/attachments/5`;
    answers[attachments] = { status: 200, body: { data: [{ ...file, href }] } };
    answers[`${attachments}/5/content`] = { status };
    expect(await open().content('7', '5', call)).toMatchObject(expected);
  });

  it('does not come where nothing says from where', async () => {
    answers[attachments] = { status: 200, body: { data: [file] } };
    const message = 'Desk keeps the content at an address that is not in the configuration';
    expect(await open().content('7', '5', call)).toEqual({ kind: 'failed', outcome: { kind: 'unavailable', message } });
  });

  it.each([
    ['x7', '5'],
    ['7x', '5'],
    ['7', '..'],
    ['7', ''],
  ])('is not asked for by the ids "%s" and "%s"', async (ticket, attachment) => {
    expect(await open().remove(ticket, attachment, call)).toEqual({ kind: 'not-found' });
    expect(asked()).toEqual([]);
  });
});

describe('an upload to Desk', () => {
  it('is unknown where Desk does not say that it stored the file', async () => {
    answers[attachments] = { status: 200, body: {} };
    const message = 'Desk took the call, but did not say that it stored the file';
    expect(await open().upload('7', incoming(pdf(10)), call)).toEqual({ kind: 'unknown', message, status: 200 });
    // Not seen by the customer, as by the connector.
    expect(asked()).toEqual([`POST ${attachments}?isPublic=false`]);
  });

  it('has the service named where it breaks off', async () => {
    const { answer } = service;
    service.answer = (request) =>
      request.method === 'POST' && request.url?.includes('attachments')
        ? undefined
        : typeof answer === 'function'
          ? answer(request)
          : answer;
    expect(await open().upload('7', incoming(pdf(10)), call)).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/^Desk broke the connection off/),
    });
  });

  it('has long words of Desk cut', async () => {
    answers[attachments] = { status: 422, body: { errorCode: 'INVALID_DATA', message: 'x'.repeat(300) } };
    const end = await open().upload('7', incoming(pdf(10)), call);
    expect('message' in end && end.message?.length).toBe(256);
  });
});
