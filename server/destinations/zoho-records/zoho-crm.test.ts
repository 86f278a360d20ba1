import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crmRecords } from '../../sandbox/services/crm/records.ts';
import { type Services, startServices } from '../../sandbox/services/services.ts';
import { call, destinationSuite, incoming, pdf } from '../destination.suite.ts';
import { loginPath, recordsCase, settingsFor } from './records-case.suite.ts';
import { createZohoCrm } from './zoho-crm.ts';
import type { ZohoRecords } from './zoho-records.ts';

const [record] = crmRecords;
const priceBook = crmRecords.find(({ module }) => module === 'Price_Books');
const visit = crmRecords.find(({ module }) => module === 'Site_Visits');
if (!record || !priceBook || !visit) throw new Error('the stand-in has too few records');

destinationSuite('zoho-crm', recordsCase('crm', record, createZohoCrm));

describe('zoho-crm', () => {
  let services: Services;
  let crm: ZohoRecords;

  beforeEach(async () => {
    services = await startServices({ port: 0 });
    crm = createZohoCrm(settingsFor(services.url, 'crm', record));
  });
  afterEach(() => services.close());

  const upload = (ticketId: string, options = {}) => crm.upload(ticketId, incoming(pdf(10), options), call);
  const logins = () => services.requests.all().filter(({ path }) => path === loginPath);

  it.each(['Price_Books', 'Price Books', 'pricebooks'])('finds the module %s', async (name) => {
    const named = `Price_Books:${priceBook.id}`;
    const finding = await crm.findTicket({ zoho_id: `${name}:${priceBook.id}` }, call);
    expect(finding).toEqual({ kind: 'found', ticketId: named, named });
    expect(await upload(named)).toMatchObject({ kind: 'delivered' });
  });

  it('refuses a module that it does not know, and says which it does', async () => {
    const finding = await crm.findTicket({ zoho_id: 'Wishes:1' }, call);
    const message = expect.stringMatching(/no module Wishes .* Cases/);
    expect(finding).toMatchObject({ kind: 'failed', outcome: { kind: 'refused', reason: 'invalid', message } });
    expect(await upload('Wishes:1')).toMatchObject({ kind: 'refused', reason: 'invalid', message });
    expect(services.requests.all()).toEqual([]);
  });

  it("takes the organisation's own modules as configured", async () => {
    const ticketId = `Site_Visits:${visit.id}`;
    expect(await upload(ticketId)).toMatchObject({ kind: 'refused' });
    crm = createZohoCrm({ ...settingsFor(services.url, 'crm', record), customModules: ['Site_Visits'] });
    expect(await upload(ticketId)).toMatchObject({ kind: 'delivered' });
    crm = createZohoCrm({ ...settingsFor(services.url, 'crm', record), module: 'Site_Visits' });
    for (const name of [visit.id, ticketId]) expect(await upload(name)).toMatchObject({ kind: 'delivered' });
  });

  it('renews a token that is no longer in force, once, and sends again where it can', async () => {
    await upload(record.id);
    services.world.tokens.revokeAll();
    expect(await upload(record.id, { again: true })).toMatchObject({ kind: 'delivered' });
    services.world.tokens.revokeAll();
    expect(await crm.list(record.id, { offset: 0, limit: 5 }, call)).toMatchObject({ kind: 'listed' });
    services.world.tokens.revokeAll();
    expect(await upload(record.id)).toMatchObject({ kind: 'unauthorized', code: 'INVALID_TOKEN' });
    expect(await upload(record.id)).toMatchObject({ kind: 'delivered' });
    expect(logins()).toHaveLength(4);
  });

  it('does not renew a token that lacks a scope', async () => {
    services.world.settings.patch({ crm: { scopes: ['ZohoCRM.modules.ALL'] } });
    expect(await upload(record.id, { again: true })).toMatchObject({
      kind: 'unauthorized',
      code: 'OAUTH_SCOPE_MISMATCH',
      message: expect.stringContaining('ZohoCRM.modules.attachments.CREATE'),
    });
    expect(logins()).toHaveLength(1);
  });

  it.each(['no-permission', 'not-privileged'] as const)(
    'is unauthorized for a user who may not: %s',
    async (uploads) => {
      services.world.settings.patch({ crm: { uploads } });
      expect(await upload(record.id)).toMatchObject({
        kind: 'unauthorized',
        message: expect.stringContaining('administrator'),
      });
    },
  );

  it('tells a file that is too large for the service from one of a wrong type', async () => {
    services.world.settings.patch({ crm: { limitBytes: 5 } });
    expect(await upload(record.id)).toMatchObject({
      kind: 'refused',
      reason: 'too-large',
      status: 415,
      code: 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE',
      message: expect.stringContaining('100 MB'),
    });
    expect(await upload(record.id, { name: 'setup.exe' })).toMatchObject({
      kind: 'refused',
      reason: 'type',
      status: 415,
    });
  });

  it('takes no success for granted', async () => {
    const fault = { service: 'crm', kind: 'status', status: 200 } as const;
    const error = { code: 'INVALID_DATA', details: {}, message: 'invalid file type', status: 'error' };
    services.faults.set([{ ...fault, body: { data: [error] } }]);
    expect(await upload(record.id)).toMatchObject({ kind: 'refused', reason: 'type' });
    services.faults.set([{ ...fault, body: { code: 'NEW_CODE', message: 'no' } }]);
    expect(await upload(record.id)).toMatchObject({ kind: 'refused', reason: 'invalid', code: 'NEW_CODE' });
    services.faults.set([{ ...fault, body: { data: [{ code: 'SUCCESS', details: {} }] } }]);
    expect(await upload(record.id)).toMatchObject({ kind: 'unknown' });
  });

  it('looks through all pages of a long list', async () => {
    const { world } = services;
    const file = {
      ticketId: record.id,
      mimeType: '',
      isPublic: false,
      creatorId: '1',
      via: 'crm',
      bytes: pdf(1),
    } as const;
    const ids: string[] = [];
    for (let count = 0; count < 201; count += 1) ids.push((await world.ledger.add({ ...file, name: `${count}` })).id);
    const listing = await crm.list(record.id, { offset: 199, limit: 100 }, call);
    expect(listing).toMatchObject({ kind: 'listed', attachments: { length: 2 } });
    expect(await crm.read(record.id, ids[0] ?? '', call)).toMatchObject({ attachment: { name: '0' } });
  });

  it('has no content for a link, nor for an answer that is no file', async () => {
    const stored = await crm.uploadLink(record.id, 'http://example.com', call);
    const id = stored.kind === 'delivered' ? (stored.attachmentId ?? '') : '';
    expect(await crm.content(record.id, id, call)).toMatchObject({ kind: 'failed', outcome: { kind: 'refused' } });
    services.faults.set([{ service: 'crm', kind: 'status', status: 200, body: { code: 'ERROR' } }]);
    expect(await crm.content(record.id, id, call)).toMatchObject({ kind: 'failed', outcome: { kind: 'unavailable' } });
  });

  it('says so where CRM did not say that it stored or deleted anything, or gave no file', async () => {
    const stored = await upload(record.id);
    const id = stored.kind === 'delivered' ? (stored.attachmentId ?? '') : '';
    services.faults.set([{ service: 'crm', kind: 'status', status: 200, body: { data: [] } }]);
    expect(await upload(record.id)).toEqual({
      kind: 'unknown',
      message: 'CRM took the call, but did not say that it stored anything',
      status: 200,
    });
    expect(await crm.remove(record.id, id, call)).toEqual({
      kind: 'failed',
      outcome: { kind: 'unknown', message: 'CRM did not say that it deleted anything' },
    });
    expect(await crm.content(record.id, id, call)).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message: 'CRM gave no file' },
    });
  });

  it('lists by name the modules that it knows, each once', async () => {
    const finding = await crm.findTicket({ zoho_id: 'Wishes:1' }, call);
    const names = finding.kind === 'failed' && 'message' in finding.outcome ? finding.outcome.message : '';
    expect(names).toMatch(/: use one of Leads, Accounts, Contacts, .*, Invoices, Notes$/);
    expect(names.match(/Cases/g)).toHaveLength(1);
  });
});
