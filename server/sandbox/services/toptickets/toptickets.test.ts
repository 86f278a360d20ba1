import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { megabyte } from '../../../../contract/limits.ts';
import { sandboxTopTickets } from '../credentials.ts';
import { type Services, startServices } from '../services.ts';
import { setFaults } from '../test-calls.ts';
import { topTicketSeeds } from './tickets.ts';

const [ticket, otherTicket] = topTicketSeeds.map(({ id }) => id);
const path = `/v1/tickets/${ticket}/attachments`;
const bearer = { authorization: `Bearer ${sandboxTopTickets.apiKey}` };
const Attachment = z.object({ id: z.string(), filename: z.string() });
const Download = z.object({ signed_url: z.string(), expires_at: z.string() });

let services: Services;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 4, 4, 12, 0, 0, 700);
  services = await startServices({ port: 0, now: () => nowMs });
});
afterEach(() => services.close());

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${services.topticketsUrl}${path}`, { headers: bearer, ...init });
const end = async (answer: Response) => [answer.status, await answer.json()];

function send(field: string, value: string | File): Promise<Response> {
  const body = new FormData();
  body.append(field, value);
  return call(path, { method: 'POST', body });
}
const upload = (name: string, content = 'hello', type = 'text/plain') =>
  send('file', new File([content], name, { type }));
const idOf = async (answer: Response) => Attachment.parse(await answer.json()).id;
async function sign(): Promise<z.infer<typeof Download>> {
  const id = await idOf(await upload('a.txt', 'content'));
  return Download.parse(await (await call(`${path}/${id}/download`)).json());
}
const list = async (query = '') => z.array(Attachment).parse(await (await call(`${path}${query}`)).json());
const fault = (loc: readonly string[], type: string) => ({ detail: [{ loc, msg: expect.any(String), type }] });

describe('upload', () => {
  it('takes a file byte for byte and answers as the seed shows', async () => {
    const bytes = Buffer.from([0, 13, 10, 255, 45, 45, 0]);
    const name = 'Orçamento nº 5 – 見積.pdf';
    const answer = await send('file', new File([bytes], name, { type: 'application/pdf' }));
    const [stored] = services.ledger.all();
    expect(await end(answer)).toEqual([
      201,
      {
        id: stored?.id,
        ticket_id: ticket,
        filename: name,
        content_type: 'application/pdf',
        size_bytes: 7,
        uploaded_by_user_id: sandboxTopTickets.userId,
        created_at: '2026-05-04T12:00:00Z',
      },
    ]);
    expect(stored?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(stored).toMatchObject({
      via: 'toptickets',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(services.requests.all()).toMatchObject([{ service: 'toptickets', path, fileNames: [name] }]);
  });

  it('refuses what is too large', async () => {
    expect(services.world.settings.get().toptickets.limitBytes).toBe(30 * megabyte);
    services.world.settings.patch({ toptickets: { limitBytes: 1000 } });
    expect(await end(await upload('a.txt', 'x'.repeat(1001)))).toEqual([400, { detail: expect.any(String) }]);
    expect((await upload('a.txt', 'x'.repeat(1000))).status).toBe(201);
  });

  it.each([
    ['video/quicktime', 201],
    ['image/webp', 201],
    ['text/html; charset=utf-8', 201],
    ['application/msword', 400],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 400],
    ['application/vnd.rar', 400],
    ['image/svg+xml', 400],
  ])('judges %s: %i', async (type, status) => {
    const answer = await upload('a', 'x', type);
    expect(answer.status).toBe(status);
    if (status === 400) expect(await answer.json()).toEqual({ detail: expect.stringContaining(type) });
  });

  it('names the part that it misses', async () => {
    const missing = [422, fault(['body', 'file'], 'missing')];
    expect(await end(await send('upload', new File(['x'], 'a.txt', { type: 'text/plain' })))).toEqual(missing);
    expect(await end(await send('file', 'a text, no file'))).toEqual(missing);
    expect(await end(await call(path, { method: 'POST', body: '{}' }))).toEqual(missing);
  });
});

describe('list and get', () => {
  it('answers with bare arrays, the newest first, in pages', async () => {
    expect(await list()).toEqual([]);
    for (const name of ['1.txt', '2.txt', '3.txt']) await upload(name);
    const names = async (query: string) => (await list(query)).map(({ filename }) => filename);
    expect(await names('')).toEqual(['3.txt', '2.txt', '1.txt']);
    expect(await names('?limit=2')).toEqual(['3.txt', '2.txt']);
    expect(await names('?offset=2&limit=500')).toEqual(['1.txt']);
    expect(await names('?offset=3')).toEqual([]);
  });

  it('tells the uploader of one, but not in a list', async () => {
    const id = await idOf(await upload('a.txt'));
    const shown = { id, ticket_id: ticket, filename: 'a.txt', content_type: 'text/plain', size_bytes: 5 };
    const created_at = '2026-05-04T12:00:00Z';
    expect(await (await call(path)).json()).toEqual([{ ...shown, created_at }]);
    expect(await (await call(`${path}/${id}`)).json()).toEqual({
      ...shown,
      uploaded_by_user_id: sandboxTopTickets.userId,
      created_at,
    });
  });

  it.each([
    ['?limit=501', 'limit', 'less_than_equal'],
    ['?limit=0', 'limit', 'greater_than_equal'],
    ['?offset=-1', 'offset', 'greater_than_equal'],
    ['?offset=x', 'offset', 'int_parsing'],
  ])('refuses %s', async (query, name, type) => {
    expect(await end(await call(`${path}${query}`))).toEqual([422, fault(['query', name], type)]);
  });

  it('knows ids by their form, and which exist', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    expect(await end(await call('/v1/tickets/10321/attachments'))).toEqual([
      422,
      fault(['path', 'ticket_id'], 'uuid_parsing'),
    ]);
    expect(await end(await call(`${path}/7`))).toEqual([422, fault(['path', 'attachment_id'], 'uuid_parsing')]);
    expect(await end(await call(`/v1/tickets/${none}/attachments`))).toEqual([404, { detail: 'Ticket not found' }]);
    const notFound = [404, { detail: 'Attachment not found' }];
    expect(await end(await call(`${path}/${none}`))).toEqual(notFound);
    const id = await idOf(await upload('a.txt'));
    expect(await end(await call(`/v1/tickets/${otherTicket}/attachments/${id}`))).toEqual(notFound);
  });
});

describe('download', () => {
  it('is by a signed URL on another path, without any header, for one hour', async () => {
    const { signed_url, expires_at } = await sign();
    expect(expires_at).toBe('2026-05-04T13:00:00Z');
    expect(new URL(signed_url).pathname).toMatch(/^\/toptickets\/object\/sign\/attachments\//);
    nowMs += 3_599_999;
    const answer = await fetch(signed_url);
    expect([answer.status, await answer.text()]).toEqual([200, 'content']);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    nowMs += 1;
    expect(await end(await fetch(signed_url))).toMatchObject([400, { message: 'The token has expired' }]);
  });

  it('refuses a call with the key, an altered token, one of another file, and none', async () => {
    const { signed_url } = await sign();
    const other = await sign();
    expect((await fetch(signed_url, { headers: bearer })).status).toBe(400);
    const url = new URL(signed_url);
    const token = url.searchParams.get('token') ?? '';
    const withToken = (token: string) => fetch(`${url.origin}${url.pathname}?token=${token}`);
    expect((await withToken(token)).status).toBe(200);
    expect((await withToken(token.replace(/^\d/, '9'))).status).toBe(400);
    expect((await withToken(new URL(other.signed_url).searchParams.get('token') ?? '')).status).toBe(400);
    expect((await fetch(`${url.origin}${url.pathname}`)).status).toBe(400);
  });

  it('finds nothing once the file is deleted', async () => {
    const { signed_url } = await sign();
    const [stored] = services.ledger.all();
    const one = `${path}/${stored?.id}`;
    const answer = await call(one, { method: 'DELETE' });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect((await fetch(signed_url)).status).toBe(404);
    expect((await call(one, { method: 'DELETE' })).status).toBe(404);
    expect(await list()).toEqual([]);
    expect(services.ledger.all()).toMatchObject([{ deleted: true }]);
  });
});

describe('the key', () => {
  it('is asked for before anything else', async () => {
    const invalid = '/v1/tickets/10321/attachments';
    expect(await end(await call(invalid, { headers: {} }))).toEqual([401, { detail: 'Not authenticated' }]);
    const headers = { authorization: 'Bearer guessed' };
    expect(await end(await call(invalid, { headers }))).toEqual([401, { detail: 'Invalid API key' }]);
  });

  it('has its scopes', async () => {
    const id = await idOf(await upload('a.txt'));
    const statuses = async () => [
      (await call(path)).status,
      (await call(`${path}/${id}/download`)).status,
      (await upload('b.txt')).status,
      (await call(`${path}/${id}`, { method: 'DELETE' })).status,
    ];
    services.world.settings.patch({ toptickets: { scopes: [] } });
    expect(await statuses()).toEqual([403, 403, 403, 403]);
    services.world.settings.patch({ toptickets: { scopes: ['attachments:read'] } });
    expect(await statuses()).toEqual([200, 200, 403, 403]);
    expect(await end(await upload('b.txt'))).toEqual([403, { detail: expect.stringContaining('attachments:write') }]);
    services.world.settings.patch({ toptickets: { scopes: ['attachments:write', 'attachments:delete'] } });
    expect(await statuses()).toEqual([403, 403, 201, 204]);
  });

  it('has its calls a minute', async () => {
    services.world.settings.patch({ toptickets: { callsAMinute: 3 } });
    await call(path);
    nowMs += 20_500;
    const { signed_url } = await sign();
    const busy = await call(path);
    expect(busy.headers.get('retry-after')).toBe('40');
    expect(await end(busy)).toEqual([429, { detail: expect.any(String) }]);
    expect((await fetch(signed_url)).status).toBe(200);
    nowMs += 39_500;
    expect((await call(path)).status).toBe(200);
    expect((await call(path)).status).toBe(429);
    await services.reset();
    expect((await call(path)).status).toBe(200);
  });

  it('has 200 calls a minute', async () => {
    for (let count = 0; count < 200; count += 1) services.world.topTicketsCalls.admit(200);
    expect((await call(path)).status).toBe(429);
  });
});

it('knows no other paths and methods', async () => {
  expect(await end(await call('/v1/tickets'))).toEqual([404, { detail: 'Not Found' }]);
  expect(await end(await call(path, { method: 'PUT', headers: {} }))).toEqual([405, { detail: 'Method Not Allowed' }]);
});

it('takes faults as the others do', async () => {
  await setFaults(services, {
    service: 'toptickets',
    method: 'POST',
    kind: 'status',
    status: 500,
    after: true,
    times: 1,
  });
  expect((await upload('a.txt')).status).toBe(500);
  expect(services.ledger.all()).toHaveLength(1);
});
