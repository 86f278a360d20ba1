import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { omsPaths } from '../../contract/oms.ts';
import { Fault } from '../sandbox/services/faults.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { attachment, configurationFor, deskCaller, pdf } from './test-gateway.suite.ts';
import { buildProgram, type GatewayProcess, type Program } from './test-process.suite.ts';

const patience = { timeout: 20_000 };

let program: Program;
let services: Services;
let gateway: GatewayProcess;
/** Called when a stand-in begins to wait; what it returns is waited for. */
let onWait: () => Promise<void>;

beforeAll(async () => {
  program = await buildProgram();
  services = await startServices({ port: 0, wait: () => onWait() });
});
afterEach(async () => {
  gateway.child.kill('SIGKILL');
  await services.reset();
});
afterAll(async () => {
  await services.close();
  await program.remove();
});

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${gateway.url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const answered: unknown = await answer.json();
  return { status: answer.status, body: answered, retryAfter: answer.headers.get('retry-after') };
}

async function logIn(): Promise<string> {
  const { body } = await call('POST', omsPaths.auth, deskCaller);
  return z.object({ auth: z.string() }).parse(body).auth;
}

const ticket = () => services.tickets[0]?.id ?? '';
const upload = (auth: string, size = 5000) =>
  call('PUT', omsPaths.put, { auth, zoho_id: ticket(), attachments: [attachment(pdf(size))] });
const strike = (fault: object) =>
  services.faults.set([Fault.parse({ service: 'desk', method: 'POST', path: '/attachments$', ...fault })]);

it('on SIGTERM finishes what is in flight, refuses what is new, says so, and ends', async () => {
  gateway = await program.start(configurationFor(services.url));
  const auth = await logIn();
  let release = (): void => undefined;
  const atDesk = new Promise<void>((resolve) => {
    onWait = () => {
      resolve();
      return new Promise((go) => {
        release = go;
      });
    };
  });
  strike({ kind: 'delay', ms: 1 });
  const inFlight = upload(auth);
  await atDesk;

  gateway.child.kill('SIGTERM');
  await gateway.logged('stopping');
  expect(await upload(auth)).toEqual({
    status: 503,
    body: { success: false, error: 'The gateway is about to end', request_id: expect.any(String) },
    retryAfter: '5',
  });
  expect(await call('POST', omsPaths.auth, deskCaller)).toMatchObject({ status: 503, body: { code: 503 } });
  expect(await call('GET', `/v1/tickets/${ticket()}/attachments`)).toMatchObject({
    status: 503,
    body: { detail: 'The gateway is about to end' },
  });
  expect(await call('GET', '/readyz')).toMatchObject({ status: 503, body: { status: 'stopping' } });
  expect(await call('GET', '/healthz')).toMatchObject({ status: 200 });

  release();
  expect(await inFlight).toMatchObject({ status: 200, body: { success: true, uploaded: 1 } });
  expect(await gateway.ended).toBe(0);
  expect(services.ledger.onTicket(ticket())).toHaveLength(1);
  expect(gateway.errors()).toBe('');
});

describe('what is not finished in time', () => {
  it('is given up, and the ticket asked what became of it', async () => {
    gateway = await program.start({ ...configurationFor(services.url), stopSeconds: 0 });
    const auth = await logIn();
    strike({ kind: 'hang-after' });
    const inFlight = upload(auth);
    await vi.waitFor(() => expect(services.ledger.onTicket(ticket())).toHaveLength(1), patience);
    gateway.child.kill('SIGTERM');
    // Desk has stored it, and never said so.
    expect(await inFlight).toMatchObject({ status: 200, body: { success: true, results: [{ outcome: 'delivered' }] } });
    expect(await gateway.ended).toBe(0);
  });

  it('is given up, and the caller told that it did not arrive', async () => {
    gateway = await program.start({ ...configurationFor(services.url), stopSeconds: 0 });
    const auth = await logIn();
    strike({ kind: 'hang-before' });
    const inFlight = upload(auth, 20_000_000);
    const atDesk = () =>
      services.requests.all().some(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));
    await vi.waitFor(() => expect(atDesk()).toBe(true), patience);
    gateway.child.kill('SIGTERM');
    expect(await inFlight).toMatchObject({
      status: 200,
      body: { success: false, results: [{ outcome: 'unavailable', http_code: 502 }] },
    });
    expect(await gateway.ended).toBe(0);
    expect(services.ledger.all()).toEqual([]);
  });
});

it('ends in time also where a service keeps it waiting for a token', async () => {
  gateway = await program.start({ ...configurationFor(services.url), stopSeconds: 0 });
  const auth = await logIn();
  services.faults.set([{ service: 'accounts', kind: 'hang-before' }]);
  const inFlight = upload(auth).catch(() => 'cut off');
  await vi.waitFor(
    () => expect(services.requests.all().some(({ service }) => service === 'accounts')).toBe(true),
    patience,
  );
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expect(await inFlight).toBe('cut off');
}, 30_000);

it('ends at once where nothing is in flight', async () => {
  gateway = await program.start(configurationFor(services.url));
  gateway.child.kill('SIGINT');
  expect(await gateway.ended).toBe(0);
  expect(gateway.errors()).toBe('');
});
