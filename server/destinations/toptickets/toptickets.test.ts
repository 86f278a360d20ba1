import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../contract/check.ts';
import { startScriptedService } from '../../sandbox/scripted-service.suite.ts';
import { sandboxTopTickets } from '../../sandbox/services/credentials.ts';
import { type Services, startServices } from '../../sandbox/services/services.ts';
import { topTicketSeeds } from '../../sandbox/services/toptickets/tickets.ts';
import { call, destinationSuite, incoming, longSilence, pdf } from '../destination.suite.ts';
import { createTopTickets, type TopTicketsSettings } from './toptickets.ts';

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
});
