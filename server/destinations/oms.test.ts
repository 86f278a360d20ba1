import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { omsMessages, omsPaths } from '../../contract/oms.ts';
import { sandboxBlockedOmsClient, sandboxOmsClient } from '../sandbox/services/credentials.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { firstTicket } from '../sandbox/services/test-calls.ts';
import { call, destinationSuite, incoming, longSilence, pdf } from './destination.suite.ts';
import { createOms } from './oms.ts';

const { apikey, token, email } = sandboxOmsClient;

destinationSuite('oms', {
  service: 'oms',
  uploadPath: '/put/',
  login: { service: 'oms', path: omsPaths.auth },
  open: (address, { silenceMs, limits, wrongSecret, ...parts }) =>
    createOms(
      { apikey, token: wrongSecret ? 'wrong' : token, email, baseUrl: `${address}/oms`, silenceMs, limits },
      parts,
    ),
  ticket: (services) => firstTicket(services).id,
  references: (services) => {
    const { id, ticketNumber, cf } = firstTicket(services);
    return [
      { zoho_id: id },
      { ticket_number: ticketNumber },
      { chamado_id: cf.cf_chamado_id },
      { zoho_id: '1', ticket_number: ticketNumber, chamado_id: '2' },
    ];
  },
  unknownTicket: { zoho_id: '999000000000000001' },
  unknownAttachment: '1',
  refused: { size: 10, name: 'setup.exe', mimeType: 'application/pdf', words: "'exe' are blocked" },
});

describe('oms', () => {
  let services: Services;
  let nowMs: number;
  const now = (): number => nowMs;

  beforeEach(async () => {
    nowMs = Date.parse('2025-06-01T12:00:00Z');
    services = await startServices({ port: 0, now });
  });
  afterEach(() => services.close());

  const open = (settings = {}) =>
    createOms(
      { ...{ apikey, token, email }, baseUrl: `${services.url}/oms`, silenceMs: longSilence, ...settings },
      { now },
    );
  const logins = (): number => services.requests.all().filter(({ path }) => path === omsPaths.auth).length;
  const reference = 'ticket_number=10321';

  it('keeps its token for the hour, and not longer', async () => {
    const oms = open();
    await oms.upload(reference, incoming(pdf(10)), call);
    nowMs += 59 * 60_000;
    await oms.upload(reference, incoming(pdf(10)), call);
    expect(logins()).toBe(1);
    nowMs += 60_000;
    expect(await oms.upload(reference, incoming(pdf(10)), call)).toMatchObject({ kind: 'delivered' });
    expect(logins()).toBe(2);
  });

  it('is busy while somebody else holds a token, and asks once a minute', async () => {
    services.world.omsLogins.logIn(sandboxOmsClient);
    const oms = open();
    expect(await oms.upload(reference, incoming(pdf(10)), call)).toMatchObject({ kind: 'busy', waitMs: 60_000 });
    nowMs += 45_000;
    expect(await oms.upload(reference, incoming(pdf(10)), call)).toMatchObject({ kind: 'busy', waitMs: 15_000 });
    expect(logins()).toBe(1);
    nowMs += 60 * 60_000;
    expect(await oms.upload(reference, incoming(pdf(10)), call)).toMatchObject({ kind: 'delivered' });
  });

  it('drops a token that OMS no longer knows and sends again where it can', async () => {
    const oms = open();
    await oms.upload(reference, incoming(pdf(10)), call);
    services.world.omsLogins.reset();
    expect(await oms.upload(reference, incoming(pdf(10), { again: true }), call)).toMatchObject({ kind: 'delivered' });
    services.world.omsLogins.reset();
    expect(await oms.upload(reference, incoming(pdf(10)), call)).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(await oms.upload(reference, incoming(pdf(10)), call)).toMatchObject({ kind: 'delivered' });
    expect(logins()).toBe(3);
  });

  it('is unauthorized for a blocked client', async () => {
    const { apikey, token, email } = sandboxBlockedOmsClient;
    const end = await open({ apikey, token, email }).upload(reference, incoming(pdf(10)), call);
    expect(end).toMatchObject({ kind: 'unauthorized', message: 'OMS has blocked this client' });
  });

  it('tells the id of the ticket that OMS found', async () => {
    const end = await open().upload(reference, incoming(pdf(10)), call);
    expect(end).toEqual({ kind: 'delivered', ticketId: services.tickets[0]?.id });
  });

  it('names a type as OMS does', async () => {
    const file = { name: 'logs.zip', mimeType: 'application/x-zip-compressed' };
    expect(await open().upload(reference, incoming(pdf(10), file), call)).toMatchObject({ kind: 'delivered' });
    expect(services.ledger.all()).toMatchObject([{ mimeType: 'application/zip' }]);
  });

  it.each([
    [
      { http_code: 415, error: 'type not accepted' },
      { kind: 'refused', reason: 'type', message: 'type not accepted' },
    ],
    [
      { http_code: 429, error: 'slow down', retry_after: 9 },
      { kind: 'busy', waitMs: 9000 },
    ],
    [{ http_code: 503, error: null }, { kind: 'unavailable' }],
    [
      { http_code: 502, error: 'Desk failed' },
      { kind: 'unknown', message: 'Desk failed' },
    ],
  ])("reads a file's own end %j", async (own, expected) => {
    const results = [{ index: 0, name: 'a', contentType: 'b', success: false, ...own }];
    const body = { success: false, zoho_id: '1', uploaded: 0, failed: 1, results };
    services.faults.set([{ service: 'oms', path: '/put/', kind: 'status', status: 200, body }]);
    expect(await open().upload(reference, incoming(pdf(10)), call)).toMatchObject(expected);
  });

  it.each([
    [omsMessages.ticketUnknown, { kind: 'refused', reason: 'ticket-not-found', status: 400 }],
    [omsMessages.clientBlocked, { kind: 'unauthorized', status: 403 }],
  ])('goes by the words "%s" whatever the status', async (error, expected) => {
    const body = { success: false, error };
    services.faults.set([{ service: 'oms', path: '/put/', kind: 'status', status: 200, body }]);
    expect(await open().upload(reference, incoming(pdf(10)), call)).toMatchObject(expected);
  });
});
