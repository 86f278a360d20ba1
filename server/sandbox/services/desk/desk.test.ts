import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { type Services, startServices } from '../services.ts';
import { callDesk, firstTicket, refreshToken, setFaults, uploadToDesk } from '../test-calls.ts';

let services: Services;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 4, 4);
  services = await startServices({ port: 0, now: () => nowMs, deskConcurrency: 2 });
});
afterEach(() => services.close());

describe('tickets', () => {
  it('has at least three, with ids of eighteen digits', () => {
    expect(services.tickets.length).toBeGreaterThanOrEqual(3);
    for (const ticket of services.tickets) expect(ticket.id).toMatch(/^\d{18}$/);
    expect(new Set(services.tickets.map((ticket) => ticket.language))).toEqual(new Set(['en', 'pt']));
  });

  it.each([
    ['ticketNumber=10321&limit=1', '10321'],
    ['customField1=cf_chamado_id:48219', '10322'],
    ['ticketNumber=10325&customField1=cf_chamado_id:48230', '10325'],
  ])('finds by %s', async (query, ticketNumber) => {
    const answer = await callDesk(services, `/search?${query}`);
    expect(await answer.json()).toMatchObject({ data: [{ ticketNumber, id: expect.any(String) }], count: 1 });
  });

  it.each([
    'ticketNumber=99999',
    'customField1=cf_chamado_id:1',
    'customField1=cf_other:48219',
    'ticketNumber=10321&customField1=cf_chamado_id:48219',
  ])('answers 204 to %s', async (query) => {
    const answer = await callDesk(services, `/search?${query}`);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('gives one by its id', async () => {
    const { id, ticketNumber, subject, cf } = firstTicket(services);
    const answer = await callDesk(services, `/${id}`);
    expect(await answer.json()).toMatchObject({ id, ticketNumber, subject, cf });
    expect((await callDesk(services, '/482910000000000000')).status).toBe(404);
  });
});

describe('refusals', () => {
  async function codeOf(answer: Response): Promise<readonly unknown[]> {
    return [
      answer.status,
      z.object({ errorCode: z.string(), message: z.string() }).parse(await answer.json()).errorCode,
    ];
  }

  it('knows no other paths and methods', async () => {
    expect(await codeOf(await callDesk(services, '/1/2/3'))).toEqual([404, 'URL_NOT_FOUND']);
    expect(await codeOf(await callDesk(services, '/search', { method: 'PUT' }))).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  it('wants a token in force, and the organisation that it belongs to', async () => {
    const bare = await fetch(`${services.deskUrl}/api/v1/tickets/search?ticketNumber=10321`);
    expect(await codeOf(bare)).toEqual([401, 'UNAUTHORIZED']);
    const ask = (headers: Record<string, string>) => callDesk(services, '/search?ticketNumber=10321', { headers });
    expect(await codeOf(await ask({ authorization: 'Zoho-oauthtoken guessed' }))).toEqual([401, 'INVALID_OAUTH']);
    expect(await codeOf(await ask({ authorization: `Bearer ${services.connectorToken}` }))).toEqual([
      401,
      'INVALID_OAUTH',
    ]);
    expect(await codeOf(await ask({ orgId: '1' }))).toEqual([403, 'OAUTH_ORG_MISMATCH']);
    expect((await ask({ orgId: '708234190' })).status).toBe(200);
  });

  it('takes an access token for its hour, and no longer once revoked', async () => {
    const grant = z.object({ access_token: z.string() });
    const ask = async () => {
      const { access_token } = grant.parse(await (await refreshToken(services)).json());
      return () =>
        callDesk(services, '/search?ticketNumber=1', { headers: { authorization: `Zoho-oauthtoken ${access_token}` } });
    };
    const call = await ask();
    nowMs += 3_599_999;
    expect((await call()).status).toBe(204);
    nowMs += 1;
    expect((await call()).status).toBe(401);
    const another = await ask();
    services.world.tokens.revokeAll();
    expect((await another()).status).toBe(401);
  });

  it('serves no more calls at once than the edition allows', async () => {
    await setFaults(services, { service: 'desk', method: 'POST', kind: 'hang-after', times: 2 });
    const leave = new AbortController();
    const hanging = [1, 2].map((n) => uploadToDesk(services, new File(['x'], `${n}.txt`), { signal: leave.signal }));
    const ended = Promise.allSettled(hanging);
    await vi.waitUntil(() => services.ledger.all().length === 2);
    const answer = await callDesk(services, '/search?ticketNumber=10321');
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await codeOf(answer)).toEqual([429, 'TOO_MANY_REQUESTS']);
    leave.abort();
    await ended;
    await vi.waitUntil(async () => (await callDesk(services, '/search?ticketNumber=10321')).status === 200);
  });
});
