import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { type Services, startServices } from '../services.ts';
import { refreshToken, setFaults } from '../test-calls.ts';
import { biginRecords, crmRecords } from './records.ts';

const products = {
  crm: { root: (services: Services) => `${services.crmUrl}/crm/v2`, records: crmRecords },
  bigin: { root: (services: Services) => `${services.biginUrl}/bigin/v2`, records: biginRecords },
} as const;

describe.each(['crm', 'bigin'] as const)('%s, whoever asks', (name) => {
  const { root, records } = products[name];
  const [record] = records;
  const path = `/${record?.module}/${record?.id}/Attachments`;
  let services: Services;

  beforeEach(async () => {
    services = await startServices({ port: 0, settings: { [name]: { concurrency: 2 } } });
  });
  afterEach(() => services.close());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${root(services)}${path}`, {
      headers: { authorization: `Zoho-oauthtoken ${services.connectorToken}` },
      ...init,
    });
  const upload = (signal?: AbortSignal) => {
    const body = new FormData();
    body.append('file', new File(['hello'], 'a.txt'));
    return call(path, { method: 'POST', body, ...(signal && { signal }) });
  };
  const error = async (answer: Response) => [answer.status, await answer.json()];
  const refused = (status: number, code: string, message: string) => [
    status,
    { code, details: {}, message, status: 'error' },
  ];

  it('has records with ids of eighteen or nineteen digits', () => {
    for (const { id } of records) expect(id).toMatch(/^\d{18,19}$/);
  });

  it('wants a token in force', async () => {
    const invalid = refused(401, 'INVALID_TOKEN', expect.any(String));
    expect(await error(await call(path, { headers: {} }))).toEqual(invalid);
    const authorization = `Bearer ${services.connectorToken}`;
    expect(await error(await call(path, { headers: { authorization } }))).toEqual(invalid);
    const granted = z
      .object({ access_token: z.string(), scope: z.string() })
      .parse(await (await refreshToken(services)).json());
    const headers = { authorization: `Zoho-oauthtoken ${granted.access_token}` };
    expect((await call(path, { headers })).status).toBe(204);
    expect(granted.scope.split(' ')).toEqual(expect.arrayContaining(services.world.settings.get()[name].scopes));
    services.world.tokens.revokeAll();
    expect(await error(await call(path, { headers }))).toEqual(invalid);
  });

  it.each([
    ['an unknown module', '/Tickets/1/Attachments', 'The module name given seems to be invalid'],
    ['a module in other letters', '/contacts/1/Attachments', 'The module name given seems to be invalid'],
    ['a module that is closed', '/Documents/1/Attachments', 'The given module is not supported in API'],
  ])('refuses %s', async (_what, path, message) => {
    expect(await error(await call(path))).toEqual(refused(400, 'INVALID_MODULE', message));
  });

  it('refuses a record that is unknown, or of another module', async () => {
    const invalid = refused(400, 'INVALID_DATA', 'the related id given seems to be invalid');
    expect(await error(await call(`/${record?.module}/1/Attachments`))).toEqual(invalid);
    expect(await error(await call(`/Tasks/${record?.id}/Attachments`))).toEqual(invalid);
  });

  it('knows no other methods and paths', async () => {
    const invalid = refused(400, 'INVALID_REQUEST_METHOD', 'The http request method type is not a valid one');
    expect(await error(await call(path, { method: 'PUT' }))).toEqual(invalid);
    expect(await error(await call(`${path}/1`, { method: 'POST' }))).toEqual(invalid);
    expect(await error(await call('/Contacts'))).toEqual(
      refused(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one'),
    );
  });

  it('wants a scope for the module and one for attachments', async () => {
    const service = name === 'crm' ? 'ZohoCRM' : 'ZohoBigin';
    const scopeName = record?.module.toLowerCase();
    const status = async (scopes: readonly string[], call: () => Promise<Response>) => {
      services.world.settings.patch({ [name]: { scopes: scopes.map((scope) => `${service}.modules.${scope}`) } });
      return (await call()).status;
    };
    const mismatch = refused(401, 'OAUTH_SCOPE_MISMATCH', 'Unauthorized');
    expect(await status(['ALL'], upload)).toBe(401);
    expect(await status(['attachments.ALL'], upload)).toBe(401);
    expect(await status([`${scopeName}.READ`, 'attachments.READ'], upload)).toBe(401);
    expect(await error(await upload())).toEqual(mismatch);
    expect(await status([`${scopeName}.READ`, 'attachments.READ'], () => call(path))).toBe(204);
    expect(await status([`${scopeName}.CREATE`, 'attachments.CREATE'], upload)).toBe(200);
    expect(await status(['ALL', 'attachments.WRITE'], upload)).toBe(200);
  });

  it.each([
    ['no-permission', 403, 'NO_PERMISSION', 'Permission denied to upload attachment'],
    ['not-privileged', 400, 'AUTHORIZATION_FAILED', 'User does not have sufficient privilege to upload attachments'],
  ] as const)('refuses a user with %s', async (uploads, status, code, message) => {
    services.world.settings.patch({ [name]: { uploads } });
    expect(await error(await upload())).toEqual(refused(status, code, message));
    expect(services.ledger.all()).toEqual([]);
    expect((await call(path)).status).toBe(204);
  });

  it('serves no more calls at once than the edition allows', async () => {
    await setFaults(services, { service: name, method: 'POST', path: '/Attachments$', kind: 'hang-after', times: 2 });
    const leave = new AbortController();
    const ended = Promise.allSettled([upload(leave.signal), upload(leave.signal)]);
    await vi.waitUntil(() => services.ledger.all().length === 2);
    expect(await error(await call(path))).toEqual(refused(429, 'TOO_MANY_REQUESTS', expect.any(String)));
    leave.abort();
    await ended;
    await vi.waitUntil(async () => (await call(path)).status === 200);
  });
});

it('knows the modules of CRM that Bigin has not, custom ones among them', async () => {
  const services = await startServices({ port: 0 });
  const headers = { authorization: `Zoho-oauthtoken ${services.connectorToken}` };
  try {
    for (const { module, id } of crmRecords) {
      const path = `/${module}/${id}/Attachments`;
      expect((await fetch(`${services.crmUrl}/crm/v2${path}`, { headers })).status).toBe(204);
    }
    expect((await fetch(`${services.biginUrl}/bigin/v2/Cases/1/Attachments`, { headers })).status).toBe(400);
    services.world.settings.patch({
      crm: { scopes: ['ZohoCRM.modules.custom.READ', 'ZohoCRM.modules.attachments.READ'] },
    });
    const statuses = crmRecords.map(async ({ module, id }) => {
      return (await fetch(`${services.crmUrl}/crm/v2/${module}/${id}/Attachments`, { headers })).status;
    });
    expect(await Promise.all(statuses)).toEqual([401, 401, 401, 401, 401, 204]);
  } finally {
    await services.close();
  }
});
