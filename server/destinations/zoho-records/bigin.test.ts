import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { biginRecords } from '../../sandbox/services/crm/records.ts';
import { type Services, startServices } from '../../sandbox/services/services.ts';
import { call, destinationSuite, incoming, pdf } from '../destination.suite.ts';
import { createBigin } from './bigin.ts';
import { recordsCase, settingsFor } from './records-case.suite.ts';

const [record, , , company] = biginRecords;
if (!record || !company) throw new Error('the stand-in has too few records');

destinationSuite('bigin', recordsCase('bigin', record, createBigin));

describe('bigin', () => {
  let services: Services;
  beforeEach(async () => {
    services = await startServices({ port: 0 });
  });
  afterEach(() => services.close());

  it('knows companies by the name that people use', async () => {
    const bigin = createBigin(settingsFor(services.url, 'bigin', record));
    const finding = await bigin.findTicket({ zoho_id: `Companies:${company.id}` }, call);
    expect(finding).toEqual({ kind: 'found', ticketId: `Accounts:${company.id}`, named: `Accounts:${company.id}` });
    expect(await bigin.upload(`Accounts:${company.id}`, incoming(pdf(10)), call)).toMatchObject({ kind: 'delivered' });
    expect(services.ledger.onTicket(company.id)).toHaveLength(1);
  });

  it("names its own scope and limit in an error's resolution", async () => {
    const bigin = createBigin(settingsFor(services.url, 'bigin', record));
    services.world.settings.patch({
      bigin: { scopes: ['ZohoBigin.modules.ALL', 'ZohoBigin.modules.attachments.READ'] },
    });
    expect(await bigin.upload(record.id, incoming(pdf(10)), call)).toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('ZohoBigin.modules.attachments.CREATE'),
    });
  });
});
