import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxOAuth, sandboxOrgId } from '../sandbox/services/credentials.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { firstTicket } from '../sandbox/services/test-calls.ts';
import { call, destinationSuite, incoming, longSilence, pdf } from './destination.suite.ts';
import { createZohoDesk, type ZohoDeskSettings } from './zoho-desk.ts';

const uploadPath = '/attachments$';
const loginPath = '/oauth/v2/token';

function settingsFor(address: string): ZohoDeskSettings {
  return {
    ...sandboxOAuth,
    orgId: sandboxOrgId,
    dataCentre: 'com',
    chamadoField: 'cf_chamado_id',
    baseUrl: `${address}/desk`,
    accountsUrl: `${address}/accounts`,
    silenceMs: longSilence,
  };
}

destinationSuite('zoho-desk', {
  service: 'desk',
  uploadPath,
  login: { service: 'accounts', path: loginPath },
  open: (address, { silenceMs, limits, wrongSecret, ...parts }) =>
    createZohoDesk(
      { ...settingsFor(address), silenceMs, limits, ...(wrongSecret && { refreshToken: '1000.wrong' }) },
      parts,
    ),
  ticket: (services) => firstTicket(services).id,
  references: (services) => {
    const { id, ticketNumber, cf } = firstTicket(services);
    return [
      { zoho_id: id },
      { ticket_number: ticketNumber },
      { ticket_number: `#${ticketNumber}` },
      { chamado_id: cf.cf_chamado_id },
      { ticket_number: '999999', chamado_id: cf.cf_chamado_id },
      { zoho_id: id, ticket_number: '999999' },
    ];
  },
  nobody: { zoho_id: 'no id', ticket_number: '999999', chamado_id: '999999' },
  unknownTicket: { zoho_id: '999000000000000001' },
  unknownAttachment: '482910000001',
  refused: { size: 10, name: 'setup.exe', mimeType: 'application/pdf', words: "'exe' are blocked" },
});

describe('zoho-desk', () => {
  let services: Services;
  let ticketId: string;
  let nowMs: number;
  const now = (): number => nowMs;

  beforeEach(async () => {
    nowMs = Date.parse('2025-06-01T12:00:00Z');
    services = await startServices({ port: 0, now });
    ticketId = services.tickets[0]?.id ?? '';
  });
  afterEach(() => services.close());

  const logins = (): number => services.requests.all().filter(({ path }) => path === loginPath).length;

  it('renews the token five minutes before it ends', async () => {
    const destination = createZohoDesk(settingsFor(services.url), { now });
    await destination.upload(ticketId, incoming(pdf(10)), call);
    nowMs += 54 * 60_000;
    await destination.upload(ticketId, incoming(pdf(10)), call);
    expect(logins()).toBe(1);
    nowMs += 2 * 60_000;
    await destination.upload(ticketId, incoming(pdf(10)), call);
    expect(logins()).toBe(2);
  });

  it('sends again with a fresh token where the body is still at hand', async () => {
    const destination = createZohoDesk(settingsFor(services.url), { now });
    await destination.upload(ticketId, incoming(pdf(10)), call);
    services.world.tokens.revokeAll();
    const end = await destination.upload(ticketId, incoming(pdf(10), { again: true }), call);
    expect(end).toMatchObject({ kind: 'delivered' });
    expect(services.ledger.onTicket(ticketId)).toHaveLength(2);
    expect(logins()).toBe(2);
  });

  it('is unauthorized once where the body is gone, and has a fresh token for the next', async () => {
    const destination = createZohoDesk(settingsFor(services.url), { now });
    await destination.upload(ticketId, incoming(pdf(10)), call);
    services.world.tokens.revokeAll();
    expect(await destination.upload(ticketId, incoming(pdf(10)), call)).toMatchObject({
      kind: 'unauthorized',
      status: 401,
    });
    expect(await destination.upload(ticketId, incoming(pdf(10)), call)).toMatchObject({ kind: 'delivered' });
  });

  it('is busy, without asking again, when accounts gives no more tokens', async () => {
    for (let grants = 0; grants < 10; grants += 1) services.world.tokens.grant();
    const destination = createZohoDesk(settingsFor(services.url), { now });
    expect(await destination.upload(ticketId, incoming(pdf(10)), call)).toMatchObject({ kind: 'busy', waitMs: 60_000 });
    nowMs += 20_000;
    expect(await destination.upload(ticketId, incoming(pdf(10)), call)).toMatchObject({ kind: 'busy', waitMs: 40_000 });
    expect(logins()).toBe(1);
  });

  it('is unauthorized for another organisation', async () => {
    const destination = createZohoDesk({ ...settingsFor(services.url), orgId: '1' }, { now });
    const end = await destination.upload(ticketId, incoming(pdf(10)), call);
    expect(end).toMatchObject({ kind: 'unauthorized', code: 'OAUTH_ORG_MISMATCH' });
  });

  it('asks for a ticket by chamado_id only where the field is configured, and never by a wildcard', async () => {
    const { chamadoField: _, ...without } = settingsFor(services.url);
    const reference = { chamado_id: services.tickets[0]?.cf.cf_chamado_id ?? '' };
    expect(await createZohoDesk(without, { now }).findTicket(reference, call)).toEqual({ kind: 'not-found' });
    const destination = createZohoDesk(settingsFor(services.url), { now });
    expect(await destination.findTicket({ ticket_number: '1*', chamado_id: '4*' }, call)).toEqual({
      kind: 'not-found',
    });
    expect(services.requests.all()).toEqual([]);
  });

  it('takes a value that two tickets have for none', async () => {
    const data = services.tickets.slice(0, 2).map(({ id }) => ({ id }));
    services.faults.set([{ service: 'desk', path: '/search$', kind: 'status', status: 200, body: { data } }]);
    const destination = createZohoDesk(settingsFor(services.url), { now });
    expect(await destination.findTicket({ chamado_id: '48213' }, call)).toEqual({ kind: 'not-found' });
  });

  it('says why a ticket could not be looked for', async () => {
    services.faults.set([
      { service: 'desk', path: '/search$', kind: 'status', status: 429, headers: { 'retry-after': '3' } },
    ]);
    const finding = await createZohoDesk(settingsFor(services.url), { now }).findTicket({ ticket_number: '1' }, call);
    expect(finding).toMatchObject({ kind: 'failed', outcome: { kind: 'busy', waitMs: 3000 } });
  });

  it('fetches contents from the configured host alone', async () => {
    const destination = createZohoDesk(settingsFor(services.url), { now });
    await destination.upload(ticketId, incoming(pdf(10)), call);
    const id = services.ledger.all()[0]?.id ?? '';
    const one = { id, name: 'a.pdf', size: '10', createdTime: '2025-06-01T12:00:00.000Z' };
    for (const href of [
      `https://desk.example.com/api/v1/tickets/${ticketId}/attachments/${id}`,
      '/api/v1/tickets/1/attachments/2',
    ]) {
      services.faults.set([
        { service: 'desk', path: '/attachments$', kind: 'status', status: 200, body: { data: [{ ...one, href }] } },
      ]);
      const end = await destination.content(ticketId, id, call);
      expect(end).toMatchObject({ kind: 'failed', outcome: { message: expect.stringContaining('configuration') } });
    }
    expect(services.requests.all().filter(({ path }) => path.endsWith('/content'))).toEqual([]);
  });

  it('tells who uploaded a file, and whether the customer sees it', async () => {
    const destination = createZohoDesk(settingsFor(services.url), { now });
    await destination.upload(ticketId, incoming(pdf(10)), call);
    expect(await destination.list(ticketId, { offset: 0, limit: 1 }, call)).toMatchObject({
      attachments: [{ isPublic: false, uploadedBy: services.ledger.all()[0]?.creatorId }],
    });
  });

  it('finds an attachment on a later page', async () => {
    const file = { ticketId, mimeType: '', isPublic: false, creatorId: '1', via: 'desk', bytes: pdf(1) } as const;
    for (let count = 0; count < 101; count += 1) await services.ledger.add({ ...file, name: `${count}.pdf` });
    const destination = createZohoDesk(settingsFor(services.url), { now });
    const id = services.ledger.all()[0]?.id ?? '';
    expect(await destination.read(ticketId, id, call)).toMatchObject({ attachment: { id, name: '0.pdf' } });
  });
});
