import { describe, expect, it } from 'vitest';
import { passSecretHeader, passSecretPlaceholder } from '../../../contract/pass.ts';
import { createManualClock } from '../../manual-clock.ts';
import type { HostRequest } from '../host.ts';
import { createFakeEmbeddedSdk } from './fake-sdk.ts';
import { createEmbeddedRequest } from './request.ts';
import { readSdk } from './sdk.ts';

const attachments = 'https://www.zohoapis.com/crm/v2/Site_Visits/738964000002118101/Attachments';
const record = { Entity: 'Site_Visits', RecordID: '738964000002118101' };
const call = { connection: true, timeoutMs: 1000 } as const;

function setUp() {
  const fake = createFakeEmbeddedSdk('crm');
  const sdk = readSdk(fake.ZOHO, 'crm');
  if (!sdk) throw new Error('no SDK');
  sdk.init();
  const send = createEmbeddedRequest({ sdk, product: 'crm', clock: createManualClock() });
  return { fake, send };
}

describe('a call through CRM', () => {
  it('hands a file to attachFile, with the record of the address', async () => {
    const { fake, send } = setUp();
    const body = { data: [{ code: 'SUCCESS', details: { id: '7' }, status: 'success' }] };
    fake.answers.set('API.attachFile', () => body);
    const file = { part: 'file', file: new File(['abc'], 'a.txt') };
    expect(await send({ ...call, method: 'POST', url: attachments, file })).toEqual({ kind: 'answer', body });
    expect(fake.calls).toMatchObject([{ name: 'API.attachFile', given: [{ ...record, File: { Name: 'a.txt' } }] }]);
  });

  it('says so that nobody can doubt it that a page without attachFile was sent nothing', async () => {
    const { fake, send } = setUp();
    delete fake.functions['API']?.['attachFile'];
    const file = { part: 'file', file: new File(['abc'], 'a.txt') };
    expect(await send({ ...call, method: 'POST', url: attachments, file })).toEqual({
      kind: 'failure',
      message: 'Not permitted: the SDK of this page has no API.attachFile',
    });
  });

  it('sends no file to what is no record', async () => {
    const { fake, send } = setUp();
    const file = { part: 'file', file: new File(['abc'], 'a.txt') };
    for (const url of ['https://evil.example/crm/v2/Leads/1/Attachments', attachments.replace(/\d+/, 'x')]) {
      expect((await send({ ...call, method: 'POST', url, file })).kind).toBe('failure');
    }
    expect(fake.calls).toEqual([]);
  });

  it('asks for a list by getRelatedRecords', async () => {
    const { fake, send } = setUp();
    fake.answers.set('API.getRelatedRecords', () => ({ data: [], info: { more_records: false } }));
    const query = { page: '2', per_page: '200' };
    expect(await send({ ...call, method: 'GET', url: attachments, query })).toMatchObject({ kind: 'answer' });
    const list = { ...record, RelatedList: 'Attachments', page: 2, per_page: 200 };
    expect(fake.calls).toEqual([{ name: 'API.getRelatedRecords', given: [list] }]);
  });

  it.each([[undefined], [null], [''], [{ statusText: 'No Content' }], [{ status: 204, statusText: 'No Content' }]])(
    'reads an empty list from %j',
    async (answer) => {
      const { fake, send } = setUp();
      fake.answers.set('API.getRelatedRecords', () => answer);
      expect(await send({ ...call, method: 'GET', url: attachments })).toMatchObject({ kind: 'answer', status: 204 });
    },
  );

  it('deletes by the connection', async () => {
    const { fake, send } = setUp();
    const body = { data: [{ code: 'SUCCESS', details: { id: '7' }, status: 'success' }] };
    fake.answers.set('CONNECTION.invoke', () => ({
      code: 'SUCCESS',
      details: { statusMessage: JSON.stringify(body), status: 'true' },
    }));
    const url = `${attachments}/7`;
    expect(await send({ ...call, method: 'DELETE', url })).toEqual({ kind: 'answer', body });
    const given = ['anexocrm', { url, method: 'DELETE', parameters: {}, headers: {}, param_type: 1 }];
    expect(fake.calls).toEqual([{ name: 'CONNECTION.invoke', given }]);
  });

  it.each([
    ['rejects', () => Promise.reject({ message: 'No connection' })],
    ['says that there is none', () => ({ code: 'FAILURE', message: 'No such connection', status: 'error' })],
  ])('deletes by the SDK itself where the connection %s', async (_, invoke) => {
    const { fake, send } = setUp();
    fake.answers.set('CONNECTION.invoke', invoke);
    fake.answers.set('API.delinkRelatedRecord', () => ({ data: [{ code: 'SUCCESS', details: { id: '7' } }] }));
    expect((await send({ ...call, method: 'DELETE', url: `${attachments}/7` })).kind).toBe('answer');
    expect(fake.calls.at(-1)?.given).toEqual([{ ...record, RelatedList: 'Attachments', RelatedRecordID: '7' }]);
  });

  it('says why it cannot delete where neither is there', async () => {
    const { fake, send } = setUp();
    delete fake.functions['API']?.['delinkRelatedRecord'];
    delete fake.functions['CONNECTION']?.['invoke'];
    expect(await send({ ...call, method: 'DELETE', url: `${attachments}/7` })).toMatchObject({
      kind: 'failure',
      message: expect.stringContaining('CONNECTION.invoke'),
    });
  });

  it.each<[unknown, object]>([
    [
      { code: 'NO_PERMISSION', message: 'denied', status: 'error' },
      { kind: 'answer', body: { code: 'NO_PERMISSION' } },
    ],
    [
      { data: [{ code: 'INVALID_DATA', status: 'error' }] },
      { kind: 'answer', body: { data: [{ code: 'INVALID_DATA' }] } },
    ],
    ['{"code":"INVALID_TOKEN","status":"error"}', { kind: 'answer', body: { code: 'INVALID_TOKEN' } }],
    [{ message: 'The page is busy' }, { kind: 'failure', message: 'The page is busy' }],
    ['Something broke', { kind: 'failure', message: 'Something broke' }],
    [undefined, { kind: 'failure' }],
  ])('reads the rejection %j', async (reason, expected) => {
    const { fake, send } = setUp();
    fake.answers.set('API.getRelatedRecords', () => Promise.reject(reason));
    expect(await send({ ...call, method: 'GET', url: attachments })).toMatchObject(expected);
  });
});

describe('a call without the connection', () => {
  const pass: HostRequest = {
    method: 'POST',
    url: 'https://g.example/api/get/auth',
    headers: { [passSecretHeader]: passSecretPlaceholder, 'Content-Type': 'application/json' },
    query: { zoho_id: 'Leads:15' },
    body: { zoho_id: 'Leads:15' },
    connection: false,
    timeoutMs: 1000,
  };

  it('goes by the connection that holds the secret where it needs one: nobody fills in a placeholder here', async () => {
    const { fake, send } = setUp();
    fake.answers.set('CONNECTION.invoke', () => ({
      code: 'SUCCESS',
      details: { statusMessage: { code: 404, error: 'unknown' }, status: 'false' },
    }));
    expect(await send(pass)).toEqual({ kind: 'answer', body: { code: 404, error: 'unknown' } });
    const given = {
      url: 'https://g.example/api/get/auth?zoho_id=Leads%3A15',
      method: 'POST',
      parameters: { zoho_id: 'Leads:15' },
      headers: { 'Content-Type': 'application/json' },
      param_type: 2,
    };
    expect(fake.calls).toEqual([{ name: 'CONNECTION.invoke', given: ['anexogateway', given] }]);
  });

  it('goes by Zoho’s servers as it is where it needs none', async () => {
    const { fake, send } = setUp();
    fake.answers.set('HTTP.post', () => '{"ok":true}');
    const headers = { 'Content-Type': 'application/json' };
    expect(await send({ ...pass, headers })).toEqual({ kind: 'answer', body: { ok: true } });
    expect(fake.calls[0]?.given).toEqual([
      { url: 'https://g.example/api/get/auth?zoho_id=Leads%3A15', headers, body: '{"zoho_id":"Leads:15"}' },
    ]);
  });
});
