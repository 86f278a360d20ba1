import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlRoutes } from './control.ts';
import { type Services, startServices } from './services.ts';
import { firstTicket, omsToken, refreshToken, setFaults, uploadToDesk } from './test-calls.ts';

let services: Services;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anexo-services-'));
  services = await startServices({ port: 0, folder });
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

const get = async (path: string): Promise<unknown> => (await fetch(`${services.url}/sandbox${path}`)).json();

it('gives stored files back, kept in the folder', async () => {
  await uploadToDesk(services, new File(['content'], 'a.txt', { type: 'text/plain' }));
  const [file] = services.ledger.all();
  expect(await get('/ledger')).toEqual({ files: [file] });
  expect(await readdir(folder)).toEqual([file?.id]);
  const answer = await fetch(`${services.url}/sandbox/ledger/${file?.id}/content`);
  expect(await answer.text()).toBe('content');
  expect(answer.headers.get('content-disposition')).toContain('attachment; filename="a.txt"');
  expect((await fetch(`${services.url}/sandbox/ledger/..%2f1/content`)).status).toBe(404);
});

it('shows every request that reached a stand-in, without queries, headers and calls of its own', async () => {
  await refreshToken(services);
  await fetch(`${services.deskUrl}/nothing?secret=1`);
  await uploadToDesk(services, new File(['x'], 'b.txt'));
  await get('/ledger');
  const common = { time: expect.any(String), fileNames: [], contentLength: null };
  expect(await get('/requests')).toEqual({
    requests: [
      {
        ...common,
        service: 'accounts',
        method: 'POST',
        path: '/oauth/v2/token',
        contentLength: expect.any(Number),
        status: 200,
      },
      { ...common, service: 'desk', method: 'GET', path: '/nothing', status: 401 },
      {
        ...common,
        service: 'desk',
        method: 'POST',
        path: `/api/v1/tickets/${firstTicket(services).id}/attachments`,
        contentLength: expect.any(Number),
        fileNames: ['b.txt'],
        status: 200,
      },
    ],
  });
});

describe('faults', () => {
  it('are set, shown and counted down', async () => {
    const fault = { service: 'accounts', kind: 'status', status: 500, times: 2 };
    const answer = await setFaults(services, fault);
    expect(await answer.json()).toEqual({ faults: [fault] });
    expect((await refreshToken(services)).status).toBe(500);
    expect(await get('/faults')).toEqual({ faults: [{ ...fault, times: 1 }] });
    await refreshToken(services);
    expect(await get('/faults')).toEqual({ faults: [] });
  });

  it.each([
    [{ service: 'nobody', kind: 'delay', ms: 1 }, 'service'],
    [{ service: 'desk', kind: 'explode' }, 'kind'],
    [{ service: 'desk', kind: 'delay' }, 'ms'],
    [{ service: 'desk', kind: 'hang-before', path: '(' }, 'is no regular expression'],
    [{ service: 'desk', kind: 'hang-before', time: 1 }, 'time'],
  ])('are refused where they make no sense: %o', async (fault, word) => {
    const answer = await setFaults(services, fault);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining(word) });
    expect(services.faults.all()).toEqual([]);
  });
});

it('goes back to the beginning', async () => {
  await uploadToDesk(services, new File(['x'], 'a.txt'));
  await omsToken(services);
  await setFaults(services, { service: 'accounts', kind: 'hang-before' });
  const answer = await fetch(`${services.url}/sandbox/reset`, { method: 'POST' });
  expect(answer.status).toBe(204);
  expect(await Promise.all(['/ledger', '/requests', '/faults'].map(get))).toEqual([
    { files: [] },
    { requests: [] },
    { faults: [] },
  ]);
  expect(await readdir(folder)).toEqual([]);
  expect(await omsToken(services)).not.toBe('');
});

it('can be served by another server', async () => {
  const page = Fastify();
  page.register(controlRoutes(services.world), { prefix: '/sandbox' });
  await uploadToDesk(services, new File(['x'], 'a.txt'));
  const answer = await page.inject('/sandbox/ledger');
  expect(answer.json()).toEqual({ files: services.ledger.all() });
  await page.close();
});

it('shares nothing between two sandboxes', async () => {
  const other = await startServices({ port: 0 });
  await uploadToDesk(services, new File(['x'], 'a.txt'));
  expect([other.ledger.all(), other.requests.all()]).toEqual([[], []]);
  expect(other.connectorToken).not.toBe(services.connectorToken);
  await other.close();
});
