import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../contract/check.ts';
import { type ScriptedService, startScriptedService } from '../../sandbox/scripted-service.suite.ts';
import { sandboxTopTickets } from '../../sandbox/services/credentials.ts';
import { type Services, startServices } from '../../sandbox/services/services.ts';
import { topTicketSeeds } from '../../sandbox/services/toptickets/tickets.ts';
import { call, destinationSuite, incoming, longSilence, pdf } from '../destination.suite.ts';
import { createTopTickets, type TopTicketsSettings } from './toptickets.ts';
import { failureOfTopTickets } from './toptickets-failure.ts';

const ticket = topTicketSeeds[0]?.id ?? '';
const attachment = '456e7890-e12b-34c5-d678-901234567890';
const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

function settingsFor(address: string): TopTicketsSettings {
  return { apiKey: sandboxTopTickets.apiKey, baseUrl: `${address}/toptickets`, silenceMs: longSilence };
}

destinationSuite('toptickets', {
  service: 'toptickets',
  uploadPath: '/attachments$',
  open: (address, { silenceMs, limits, wrongSecret, ...parts }) =>
    createTopTickets({ ...settingsFor(address), silenceMs, limits, ...(wrongSecret && { apiKey: 'wrong' }) }, parts),
  ticket: () => ticket,
  references: () => [{ zoho_id: ticket }, { zoho_id: ticket, ticket_number: '1' }, { zoho_id: ticket.toUpperCase() }],
  nobody: { zoho_id: '1041', ticket_number: '1041', chamado_id: ticket },
  unknownTicket: { zoho_id: '00000000-0000-0000-0000-000000000000' },
  unknownAttachment: attachment,
  refused: { size: 10, name: 'a.docx', mimeType: office, words: 'is not allowed' },
});

describe('toptickets', () => {
  let services: Services;
  const open = (settings = {}) => createTopTickets({ ...settingsFor(services.url), ...settings });

  beforeEach(async () => {
    services = await startServices({ port: 0 });
  });
  afterEach(() => services.close());

  it('lets it be known before anything is sent that Office documents and RAR do not go', () => {
    const { limits } = open();
    const finding = (name: string) => checkFile({ name, mimeType: '', size: 1, head: Buffer.from('x') }, limits)[0];
    expect(['a.docx', 'a.xls', 'a.rar'].map((name) => finding(name)?.kind)).toEqual(Array(3).fill('type-refused'));
    expect(['a.pdf', 'a.txt', 'a.zip', 'a.7z', 'a.webm', 'a.mov'].map(finding)).toEqual(Array(6).fill(undefined));
  });

  it('names a type as the service does', async () => {
    const file = { name: 'logs.zip', mimeType: 'application/x-zip-compressed' };
    expect(await open().upload(ticket, incoming(pdf(10), file), call)).toMatchObject({ kind: 'delivered' });
    expect(services.ledger.all()).toMatchObject([{ mimeType: 'application/zip' }]);
  });

  it('tells a file that is too large from one of a wrong type, both answered with 400', async () => {
    const word = { name: 'a.docx', mimeType: office };
    expect(await open().upload(ticket, incoming(pdf(10), word), call)).toMatchObject({ reason: 'type', status: 400 });
    services.world.settings.patch({ toptickets: { limitBytes: 5 } });
    expect(await open().upload(ticket, incoming(pdf(10)), call)).toMatchObject({ reason: 'too-large', status: 400 });
  });

  it('reads errors about single values', async () => {
    const detail = [
      { loc: ['body', 'file'], msg: 'Field required', type: 'missing' },
      { loc: ['query', 0], msg: 'Too low', type: 'x' },
    ];
    services.faults.set([{ service: 'toptickets', kind: 'status', status: 422, body: { detail } }]);
    expect(await open().upload(ticket, incoming(pdf(10)), call)).toMatchObject({
      kind: 'refused',
      reason: 'invalid',
      message: 'body.file: Field required – query.0: Too low',
    });
  });

  it('is busy above the rate of its key, for as long as told', async () => {
    services.world.settings.patch({ toptickets: { callsAMinute: 1 } });
    await open().upload(ticket, incoming(pdf(10)), call);
    const end = await open().upload(ticket, incoming(pdf(10)), call);
    expect(end).toMatchObject({ kind: 'busy', waitMs: expect.any(Number) });
  });

  it('says which scope its key lacks', async () => {
    services.world.settings.patch({ toptickets: { scopes: ['attachments:read'] } });
    expect(await open().upload(ticket, incoming(pdf(10)), call)).toMatchObject({
      kind: 'unauthorized',
      status: 403,
      message: expect.stringContaining('attachments:write'),
    });
  });

  it('knows who uploaded a file that it is asked for alone', async () => {
    await open().upload(ticket, incoming(pdf(10)), call);
    const id = services.ledger.all()[0]?.id ?? '';
    expect(await open().read(ticket, id, call)).toMatchObject({ attachment: { uploadedBy: sandboxTopTickets.userId } });
  });

  it('fetches a download without its key, from where it may', async () => {
    const storage = await startScriptedService();
    storage.answer = { status: 200, body: '%PDF', headers: { 'content-type': 'application/pdf' } };
    const signed_url = `${storage.url}/sign/file?token=secret`;
    const body = { signed_url, expires_at: '2025-01-16T13:00:00Z' };
    services.faults.set([{ service: 'toptickets', kind: 'status', status: 200, body }]);

    const refused = await open().content(ticket, attachment, call);
    expect(refused).toMatchObject({ kind: 'failed', outcome: { message: expect.stringContaining('"downloadHosts"') } });
    expect(storage.received).toEqual([]);

    // The service's own address is one that may be called: here, that of the storage.
    const api = await startScriptedService();
    api.answer = { status: 200, body: JSON.stringify({ signed_url: `${api.url}/sign/file?token=secret` }) };
    const content = await open({ baseUrl: api.url }).content(ticket, attachment, call);
    if (content.kind !== 'content') throw new Error(content.kind);
    await buffer(content.stream);
    expect(api.received.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      [`/v1/tickets/${ticket}/attachments/${attachment}/download`, `Bearer ${sandboxTopTickets.apiKey}`],
      ['/sign/file?token=secret', undefined],
    ]);
    await Promise.all([storage.close(), api.close()]);
  });

  it.each([400, 403, 500])('says that the storage failed, and not where it is: %i', async (status) => {
    await open().upload(ticket, incoming(pdf(10)), call);
    services.faults.set([{ service: 'toptickets', path: '^/object/', kind: 'status', status, body: 'token=secret' }]);
    const end = await open().content(ticket, services.ledger.all()[0]?.id ?? '', call);
    expect(end).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message: `The storage of TopTickets answered with status ${status}`, status },
    });
  });

  it('says that the storage could not be reached, or has the file no more', async () => {
    await open().upload(ticket, incoming(pdf(10)), call);
    const id = services.ledger.all()[0]?.id ?? '';
    services.faults.set([{ service: 'toptickets', path: '^/object/', kind: 'reset-after' }]);
    expect(await open().content(ticket, id, call)).toEqual({
      kind: 'failed',
      outcome: {
        kind: 'unavailable',
        message: expect.stringMatching(/^The storage of TopTickets broke the connection/),
      },
    });
    services.faults.set([{ service: 'toptickets', path: '^/object/', kind: 'status', status: 404 }]);
    expect(await open().content(ticket, id, call)).toEqual({ kind: 'not-found' });
  });
});

describe('toptickets, by what it sends', () => {
  let service: ScriptedService;
  const open = (settings = {}) => createTopTickets({ ...settingsFor(service.url), ...settings });
  const page = { offset: 0, limit: 1000 };
  const stored = (number: number) => ({
    id: `456e7890-e12b-34c5-d678-${String(number).padStart(12, '0')}`,
    filename: `${number}.txt`,
    content_type: 'text/plain',
    size_bytes: number,
    created_at: '2025-01-16T12:00:00Z',
  });
  const asked = () => service.received.map(({ method, url }) => `${method} ${url?.replace('/toptickets', '')}`);

  beforeEach(async () => {
    service = await startScriptedService();
  });
  afterEach(() => service.close());

  it('lists as many pages as there are, a full one being followed by another', async () => {
    const all = Array.from({ length: 1001 }, (_, index) => stored(index));
    service.answer = ({ url = '' }) => {
      const offset = Number(new URL(url, service.url).searchParams.get('offset'));
      return { status: 200, body: JSON.stringify(all.slice(offset, offset + 500)) };
    };
    const list = await open().list(ticket, { offset: 0, limit: 2000 }, call);
    expect(list).toMatchObject({ kind: 'listed' });
    expect(list.kind === 'listed' && list.attachments.length).toBe(1001);
    const path = `GET /v1/tickets/${ticket}/attachments`;
    expect(asked()).toEqual([0, 500, 1000].map((offset) => `${path}?offset=${offset}&limit=500`));
  });

  it.each([
    ['GET', () => open().list(ticket, page, call), { kind: 'unavailable' }],
    ['GET', () => open().read(ticket, attachment, call), { kind: 'unavailable' }],
    ['DELETE', () => open().remove(ticket, attachment, call), { kind: 'unknown' }],
  ])('takes no redirection for an answer: %s', async (_, ask, outcome) => {
    service.answer = { status: 300, body: '[]' };
    const message = 'TopTickets answered with status 300';
    expect(await ask()).toEqual({ kind: 'failed', outcome: { ...outcome, message, status: 300 } });
  });

  it('names itself where it breaks a call off', async () => {
    service.answer = () => undefined;
    expect(await open().upload(ticket, incoming(pdf(10)), call)).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/^TopTickets broke the connection off/),
    });
  });

  it('does not know whether it stored a file of which it says nothing', async () => {
    service.answer = { status: 201, body: '{}' };
    expect(await open().upload(ticket, incoming(pdf(10)), call)).toEqual({
      kind: 'unknown',
      message: 'TopTickets took the call, but did not say that it stored the file',
      status: 201,
    });
  });

  it.each([`x${ticket}`, `${ticket}x`, '..', ''])('asks about no ticket with the id "%s"', async (id) => {
    expect(await open().findTicket({ zoho_id: id }, call)).toEqual({ kind: 'not-found' });
    expect(await open().list(id, page, call)).toMatchObject({ outcome: { reason: 'ticket-not-found' } });
    expect(await open().read(ticket, id, call)).toEqual({ kind: 'not-found' });
    expect(asked()).toEqual([]);
  });

  it('fetches whatever kind of file the storage has', async () => {
    service.answer = { status: 200, body: JSON.stringify({ signed_url: `${service.url}/sign/file` }) };
    expect((await open().content(ticket, attachment, call)).kind).toBe('content');
    expect(service.received.at(-1)).toMatchObject({ method: 'GET', url: '/sign/file', headers: { accept: '*/*' } });
  });

  it.each([
    [undefined, 'files.example.com'],
    [['files.example.com'], 'x.supabase.co'],
  ])('fetches with hosts of %j nothing from %s', async (downloadHosts, host) => {
    service.answer = { status: 200, body: JSON.stringify({ signed_url: `https://${host}/f` }) };
    const message = 'TopTickets keeps the file at a host that is not among "downloadHosts"';
    expect(await open({ downloadHosts }).content(ticket, attachment, call)).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message },
    });
  });
});

describe('what a failed call of TopTickets means', () => {
  const failed = (status: number, detail: unknown) =>
    failureOfTopTickets({ status, body: { detail }, retryAfter: undefined, nowMs: 0 });

  it('is told by the words about a file with 400 alone', () => {
    expect(failed(400, 'File size too large')).toMatchObject({ kind: 'refused', reason: 'too-large' });
    expect(failed(422, 'File size too large')).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });

  it('is told without a place where the value is not named', () => {
    expect(failed(422, [{ loc: 7, msg: 'Bad' }, { msg: 'Worse' }])).toMatchObject({ message: 'Bad – Worse' });
  });
});
