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
    destination: 'zoho-desk',
    clock: createManualClock(),
    async fetch(given, options) {
      const url = String(given);
      seen.push({ url, authorization: new Headers(options?.headers).get('authorization') });
      return serve(url);
    },
  });
  const file = fileOnTicket(1);
  return { seen, asked, read: () => contents.read(ticket, file), offers: () => contents.offers(file) };
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
    expect(await (await read())?.text()).toBe('bytes');
    expect(seen).toEqual([
      { url: `${baseUrl}/v1/tickets/7/attachments/f1/download`, authorization: 'Bearer pass' },
      { url: signed, authorization: null },
    ]);
    await read();
    expect(asked).toHaveLength(1);
  });

  it('are not asked for where another service is behind the gateway: its ids are others', async () => {
    const { read, seen, offers } = setUp(link, () => grant('oms'));
    expect(offers()).toBe(true);
    expect(await read()).toBeUndefined();
    expect(offers()).toBe(false);
    expect(seen).toEqual([]);
  });

  it.each([
    [501, false],
    [403, false],
    [404, true],
    [502, true],
  ] as const)('are not had after status %i; offered again: %s', async (status, again) => {
    const { read, offers } = setUp(() => new Response('{}', { status }));
    expect(await read()).toBeUndefined();
    expect(offers()).toBe(again);
  });

  it('take a new pass after one that is no longer good', async () => {
    const { read, asked } = setUp(() => new Response('{}', { status: 401 }));
    await read();
    await read();
    expect(asked).toHaveLength(2);
  });

  it('are unavailable without a pass, an address, or a line', async () => {
    const failure: HostAnswer = { kind: 'failure', message: 'no connection' };
    for (const { read, offers } of [
      setUp(link, () => failure),
      setUp(() => Response.json({})),
      setUp(() => Promise.reject(new TypeError('offline'))),
    ]) {
      expect(await read()).toBeUndefined();
      expect(offers()).toBe(true);
    }
  });
});
