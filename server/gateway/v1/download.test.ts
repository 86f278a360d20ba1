import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NewTicketAttachment, SignedDownload } from '../../../contract/v1-messages.ts';
import { pdf } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, type Place, tickets, type V1Gateway } from './test-v1.suite.ts';

let gateway: V1Gateway;
beforeEach(async () => {
  gateway = await openV1Gateway();
});
afterEach(() => {
  gateway.app.server.closeAllConnections();
  return gateway.close();
});

const invalid = { status: 403, body: { detail: 'The download URL is not valid' } };

interface Stored {
  readonly one: string;
  readonly url: URL;
  readonly expires_at: string;
}

/** Puts a file on a ticket, and asks for its download URL. */
async function store(place: Place, bytes: Uint8Array, name = 'a.pdf', ticket = tickets[place][0]): Promise<Stored> {
  const token = await gateway.tokenOf(place);
  const path = `/v1/tickets/${ticket}/attachments`;
  const stored = await gateway.ask(path, { method: 'POST', token, body: formOf(bytes, name) });
  const one = `${path}/${NewTicketAttachment.parse(stored.body).id}`;
  const { signed_url, expires_at } = SignedDownload.parse((await gateway.ask(`${one}/download`, { token })).body);
  return { one, url: new URL(signed_url), expires_at };
}

describe.each<Place>(['desk', 'crm', 'top'])('a download URL for a file in %s', (place) => {
  it('gives it without a token, to be kept and not shown', async () => {
    const bytes = pdf(200_000);
    const { url } = await store(place, bytes, 'Orçamento nº 5 – "見積" 100%.pdf');
    expect(url.origin).toBe(gateway.url);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '200000',
      'content-disposition':
        'attachment; filename="Orcamento no 5 _ ____ 100_.pdf"; ' +
        "filename*=UTF-8''Or%C3%A7amento%20n%C2%BA%205%20%E2%80%93%20%22%E8%A6%8B%E7%A9%8D%22%20100%25.pdf",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'x-request-id': expect.any(String),
    });
  });

  it('works for an hour', async () => {
    const { url, expires_at } = await store(place, pdf(9));
    expect(expires_at).toBe('2025-06-01T13:00:00.000Z');
    gateway.advance(60 * 60_000 - 1);
    expect((await gateway.ask(url.href)).status).toBe(200);
    gateway.advance(1);
    const before = gateway.services.requests.all().length;
    expect(await gateway.ask(url.href)).toMatchObject({
      status: 403,
      body: { detail: 'The download URL has expired: ask for another' },
    });
    expect(gateway.services.requests.all()).toHaveLength(before);
  });

  it('is worth nothing once any of it is changed', async () => {
    const { url } = await store(place, pdf(9));
    const other = await store(place, pdf(9), 'a.pdf', tickets[place][1]);
    const before = gateway.services.requests.all().length;
    for (const [name, value] of url.searchParams) {
      const changed = new URL(url);
      for (const bad of ['', `${value}0`, 'x', value.slice(0, -1)]) {
        changed.searchParams.set(name, bad);
        expect(await gateway.ask(changed.href)).toMatchObject(invalid);
      }
      const without = new URL(url);
      without.searchParams.delete(name);
      expect(await gateway.ask(without.href)).toMatchObject(invalid);
      const twice = new URL(url);
      twice.searchParams.append(name, value);
      expect(await gateway.ask(twice.href)).toMatchObject(invalid);
      const mixed = other.url.searchParams.get(name);
      if (mixed === null || mixed === value) continue;
      changed.searchParams.set(name, mixed);
      expect(await gateway.ask(changed.href)).toMatchObject(invalid);
    }
    expect(gateway.services.requests.all()).toHaveLength(before);
  });
});

it.each(['2', '99'])('is for its own client: not for %s', async (client) => {
  const { url } = await store('desk', pdf(9));
  url.searchParams.set('client', client);
  expect(await gateway.ask(url.href)).toMatchObject(invalid);
});

it('is no token, nor is a token one', async () => {
  const { one, url } = await store('desk', pdf(9));
  const signature = url.searchParams.get('signature') ?? '';
  expect(await gateway.ask(one, { token: signature })).toMatchObject({ status: 401, body: { detail: 'invalid auth' } });
  url.searchParams.set('signature', (await gateway.tokenOf('desk')).replace(/^.*\./, ''));
  expect(await gateway.ask(url.href)).toMatchObject(invalid);
});

it('stops when its client may no longer read, or its destination is another', async () => {
  const { url } = await store('desk', pdf(9));
  const desk = { id: 1, secret: 'another-widget-secret', destination: 'desk', scopes: ['attachments:read'] };
  const cases = [
    [desk, 200],
    [{ ...desk, blocked: true }, 403],
    [{ ...desk, scopes: ['attachments:write'] }, 403],
    [{ ...desk, destination: 'crm' }, 403],
    [{ ...desk, id: 10 }, 403],
  ] as const;
  for (const [client, status] of cases) {
    const changed = await openV1Gateway({ clients: [client] });
    // The stand-ins are others too: what matters is whether the URL is still taken for one.
    const answer = await changed.ask(`${url.pathname}${url.search}`);
    expect(answer.status).toBe(status === 200 ? 404 : status);
    await changed.close();
  }
});

describe('the origin of a download URL', () => {
  it('is what the configuration says', async () => {
    await gateway.close();
    gateway = await openV1Gateway({ publicUrl: 'https://files.example.com/anexo/' });
    const { url } = await store('desk', pdf(9));
    expect(url.href).toMatch(/^https:\/\/files\.example\.com\/anexo\/v1\/download\?/);
    expect((await gateway.ask(`/v1/download${url.search}`)).status).toBe(200);
  });

  it('is the address of the connection else, whatever the request says', async () => {
    const { one } = await store('desk', pdf(9));
    const token = await gateway.tokenOf('desk');
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `GET ${one}/download HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-host: evil.example\r\n` +
        `forwarded: host=evil.example\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`,
    );
    const answer = await text(socket);
    expect(answer).toContain(`"signed_url":"${gateway.url}/v1/download?`);
    expect(answer).not.toContain('evil');
  });
});

it('is not written to the log, nor is what it opens', async () => {
  const { url } = await store('desk', pdf(9), 'private name.pdf');
  await fetch(url);
  const log = gateway.log.join('');
  expect(log).toContain('/v1/download');
  expect(log).not.toContain(url.searchParams.get('signature'));
  expect(log).not.toContain('private');
});

it('leaves places for uploads, however many downloads nobody reads', async () => {
  // More than the buffers of a connection hold.
  const { url } = await store('desk', pdf(12_000_000));
  for (let count = 0; count < 10; count += 1) {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: x\r\n\r\n`);
  }
  const begun = () => gateway.services.requests.all().filter(({ path }) => path.endsWith('/content'));
  await vi.waitFor(() => expect(begun()).toHaveLength(5), { timeout: 10_000 });
  await store('desk', pdf(10));
  expect(begun()).toHaveLength(5);
});
