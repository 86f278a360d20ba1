import { describe, expect, it } from 'vitest';
import { omsLimits } from '../../contract/limits.ts';
import type { HostAnswer, HostRequest } from '../hosts/host.ts';
import { createManualClock } from '../manual-clock.ts';
import { createGatewayContents } from './gateway-contents.ts';
import { fileOnTicket, ticket } from './testing.ts';

const baseUrl = 'https://gateway.example.com';
const signed = `${baseUrl}/v1/downloads/f1?signature=x`;

function setUp(
  serve: (url: string) => Response | Promise<Response>,
  passOf: (ticketId: string) => HostAnswer = () => grant('zoho-desk'),
) {
  const seen: { url: string; authorization: string | null }[] = [];
  const asked: HostRequest[] = [];
  const contents = createGatewayContents({
    host: {
      async request(request) {
        asked.push(request);
        return passOf(String(request.body?.['zoho_id']));
      },
    },
    baseUrl,
    clock: createManualClock(),
    async fetch(given, options) {
      const url = String(given);
      seen.push({ url, authorization: new Headers(options?.headers).get('authorization') });
      return serve(url);
    },
  });
  return { contents, seen, asked, read: () => contents.read(ticket, fileOnTicket(1)) };
}

const grant = (destination: string): HostAnswer => ({
  kind: 'answer',
  status: 200,
  body: { auth: 'pass', id: 1, expires_in: 900, destination, limits: omsLimits },
});
const link = () => Response.json({ signed_url: signed, expires_at: '2026-03-01T13:00:00Z' });

describe('the gateway’s contents', () => {
  it('come by a signed address, which is asked without the pass', async () => {
    const { read, seen, asked } = setUp((url) => (url === signed ? new Response('bytes') : link()));
    const content = await read();
    expect(content.kind === 'bytes' && (await content.bytes.text())).toBe('bytes');
    expect(seen).toEqual([
      { url: `${baseUrl}/v1/tickets/7/attachments/f1/download`, authorization: 'Bearer pass' },
      { url: signed, authorization: null },
    ]);
    await read();
    expect(asked).toHaveLength(1);
  });

  it('are not asked for where another service is behind the gateway: its ids are others', async () => {
    const { read, seen } = setUp(link, () => grant('oms'));
    expect((await read()).kind).toBe('unsupported');
    expect(seen).toEqual([]);
  });

  it.each([
    ['unsupported', 501],
    ['unavailable', 404],
    ['unavailable', 502],
  ] as const)('are %s after status %i', async (kind, status) => {
    const { read } = setUp(() => new Response('{}', { status }));
    expect((await read()).kind).toBe(kind);
  });

  it('take a new pass after one that is no longer good', async () => {
    const { read, asked } = setUp(() => new Response('{}', { status: 401 }));
    await read();
    await read();
    expect(asked).toHaveLength(2);
  });

  it('are unavailable without a pass, an address, or a line', async () => {
    const failure: HostAnswer = { kind: 'failure', message: 'no connection' };
    expect(await setUp(link, () => failure).read()).toEqual({ kind: 'unavailable', message: 'no connection' });
    expect((await setUp(() => Response.json({})).read()).kind).toBe('unavailable');
    expect((await setUp(() => Promise.reject(new TypeError('offline'))).read()).kind).toBe('unavailable');
  });
});
