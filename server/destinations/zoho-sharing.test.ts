import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxOAuth, sandboxOrgId } from '../sandbox/services/credentials.ts';
import { crmRecords } from '../sandbox/services/crm/records.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import type { Entry, Sharing } from './sharing.ts';
import { call, incoming, longSilence, pdf } from './suite-setting.suite.ts';
import { createZohoDesk } from './zoho-desk.ts';
import { createZohoCrm } from './zoho-records/zoho-crm.ts';

let services: Services;
beforeEach(async () => {
  services = await startServices({ port: 0 });
});
afterEach(() => services.close());

/** Notes what a destination asks of what it shares. @param entry what each call gets */
function setUp(entry?: Entry) {
  const noted: string[] = [];
  const owners: { readonly owner: readonly string[]; readonly most: number }[] = [];
  const sharing: Sharing = {
    tokens: () => ({
      read: async () => undefined,
      write: async () => undefined,
      forget: async () => undefined,
      lock: async () => () => undefined,
    }),
    calls(owner, most) {
      owners.push({ owner, most });
      const what = owner.includes('downloads') ? ' a download' : '';
      return {
        async enter({ caller }) {
          noted.push(caller === undefined ? `enter${what}` : `enter${what} for ${caller}`);
          if (entry && what === '') return entry;
          return { kind: 'entered', leave: () => void noted.push(`leave${what}`) };
        },
        pause: (ms) => void noted.push(`pause ${ms}`),
      };
    },
  };
  const zoho = { ...sandboxOAuth, dataCentre: 'com', silenceMs: longSilence } as const;
  const accountsUrl = `${services.url}/accounts`;
  const desk = createZohoDesk(
    { ...zoho, orgId: sandboxOrgId, baseUrl: `${services.url}/desk`, accountsUrl, concurrentCalls: 4 },
    { sharing },
  );
  const crm = createZohoCrm({ ...zoho, module: 'Cases', baseUrl: `${services.url}/crm`, accountsUrl }, { sharing });
  return { noted, owners, desk, crm };
}

const ticketId = (): string => services.tickets[0]?.id ?? '';

describe("the calls in flight of an organisation of Zoho's", () => {
  it('begin and end with each call, also with one that fails', async () => {
    const { noted, desk } = setUp();
    services.world.tokens.revokeAll();
    await desk.upload(ticketId(), incoming(pdf(10)), call);
    await desk.list('999', { offset: 0, limit: 10 }, call);
    expect(noted).toEqual(['enter', 'leave', 'enter', 'leave']);
  });

  it('are each made for whom the gateway makes them', async () => {
    const { noted, desk, crm } = setUp();
    const by = { ...call, caller: '7' };
    const page = { offset: 0, limit: 10 };
    await desk.findTicket({ ticket_number: '1' }, by);
    const end = await desk.upload(ticketId(), incoming(pdf(10)), by);
    const id = (end.kind === 'delivered' && end.attachmentId) || '';
    await desk.list(ticketId(), page, by);
    await desk.read(ticketId(), id, by);
    await desk.setVisibility(ticketId(), id, true, by);
    const content = await desk.content(ticketId(), id, by);
    if (content.kind === 'content') for await (const _ of content.stream);
    await desk.remove(ticketId(), id, by);
    await crm.upload(crmRecords[0]?.id ?? '', incoming(pdf(10)), by);
    await crm.list(crmRecords[0]?.id ?? '', page, by);
    const entries = noted.filter((note) => !note.startsWith('leave'));
    expect(entries.length).toBeGreaterThan(9);
    expect(new Set(entries)).toEqual(new Set(['enter for 7', 'enter a download for 7']));
  });

  it('are those of one organisation and product, of which there are ten unless configured, half for downloads', () => {
    const { owners } = setUp();
    expect(owners).toEqual([
      { owner: expect.arrayContaining(['zoho-desk', sandboxOrgId]), most: 4 },
      { owner: expect.arrayContaining(['zoho-desk', sandboxOrgId, 'downloads']), most: 2 },
      { owner: expect.arrayContaining(['zoho-crm', sandboxOAuth.refreshToken]), most: 10 },
      { owner: expect.arrayContaining(['zoho-crm', sandboxOAuth.refreshToken, 'downloads']), most: 5 },
    ]);
  });

  it('last for as long as a download does', async () => {
    const { noted, crm } = setUp();
    const [record] = crmRecords;
    const recordId = record ? `${record.module}:${record.id}` : '';
    const end = await crm.upload(recordId, incoming(pdf(300_000)), call);
    if (end.kind !== 'delivered') throw new Error(end.kind);
    noted.length = 0;
    const content = await crm.content(recordId, end.attachmentId ?? '', call);
    if (content.kind !== 'content') throw new Error(content.kind);
    expect(noted).toEqual(['enter a download', 'enter']);
    await content.stream.toArray();
    await expect.poll(() => noted).toEqual(['enter a download', 'enter', 'leave', 'leave a download']);
  });

  it('pause for as long as the service says, and not where it does not', async () => {
    const { noted, desk } = setUp();
    const busy = { service: 'desk', kind: 'status', status: 429, times: 1 } as const;
    services.faults.set([{ ...busy, headers: { 'retry-after': '7' } }, busy]);
    expect(await desk.upload(ticketId(), incoming(pdf(10)), call)).toMatchObject({ kind: 'busy', waitMs: 7000 });
    expect(await desk.upload(ticketId(), incoming(pdf(10)), call)).toMatchObject({ kind: 'busy' });
    expect(noted).toEqual(['enter', 'leave', 'pause 7000', 'enter', 'leave']);
  });

  it('leave the place of a download where none is free', async () => {
    const outcome = { kind: 'busy', waitMs: 2000, message: 'no call is free' } as const;
    const { crm, noted } = setUp({ kind: 'refused', outcome });
    expect(await crm.content('Cases:1', '2', call)).toEqual({ kind: 'failed', outcome });
    expect(noted).toEqual(['enter a download', 'enter', 'leave a download']);
  });

  it('are not begun where none is free: nothing is sent', async () => {
    const outcome = { kind: 'busy', waitMs: 2000, message: 'no call is free' } as const;
    const { desk } = setUp({ kind: 'refused', outcome });
    const file = incoming(pdf(10));
    expect(await desk.upload(ticketId(), file, call)).toEqual(outcome);
    expect(file.stream.destroyed).toBe(true);
    expect(services.requests.all().filter(({ service }) => service === 'desk')).toEqual([]);
  });
});
