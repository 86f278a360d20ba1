import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { withAllDestinations } from './all-destinations.suite.ts';
import { attachment, deskCaller, openTestGateway, pdf, type TestGateway } from './test-gateway.suite.ts';

/** A client for each destination, and a ticket of its stand-in. */
const tickets = {
  oms: '482910000007310021',
  desk: '482910000007310021',
  crm: '738964000002118101',
  bigin: '2034020000000489124',
  old: '1041',
  top: '550e8400-e29b-41d4-a716-446655440000',
} as const;
const secretOf = (destination: string): string => `widget-secret-of-${destination}`;
const clients = Object.keys(tickets).map((destination, index) => ({
  id: index + 1,
  secret: secretOf(destination),
  destination,
  ...(destination === 'desk' && deskCaller),
}));

let gateway: TestGateway;
let url: URL;
/** A server that nobody configured, and how often it was called. */
let stranger: Server;
let strangerHost: string;
let calls: number;

beforeEach(async () => {
  calls = 0;
  stranger = createServer((_request, response) => response.end('{}')).on('connection', () => {
    calls += 1;
  });
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const address = stranger.address();
  strangerHost = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  gateway = await openTestGateway((address) => ({ ...withAllDestinations(address), clients }));
  url = new URL(await gateway.app.listen({ host: '127.0.0.1', port: 0 }));
});
afterEach(async () => {
  expect(calls).toBe(0);
  await gateway.close();
  stranger.close();
});

/** Says what is given, and reads all that is answered until the end of the connection. */
async function say(requestLine: string, headers: readonly string[], body: string): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  const lines = [requestLine, 'connection: close', `content-length: ${Buffer.byteLength(body)}`, ...headers];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  return text(socket);
}

async function upload(): Promise<string> {
  const auth = await gateway.logIn(deskCaller);
  return JSON.stringify({ auth, zoho_id: gateway.ticket.id, attachments: [attachment(pdf(100))] });
}

it('goes by its configuration, whatever host a request names', async () => {
  const headers = [
    `host: ${strangerHost}`,
    `x-forwarded-host: ${strangerHost}`,
    `forwarded: host=${strangerHost};proto=http`,
    `origin: http://${strangerHost}`,
  ];
  const answer = await say(`PUT ${omsPaths.put} HTTP/1.1`, headers, await upload());
  expect(answer).toContain('"success":true');
  expect(answer).not.toContain(strangerHost);
});

it('is no proxy: a request for another host, or to be tunnelled there, goes nowhere', async () => {
  const absolute = await say(`PUT http://${strangerHost}/${omsPaths.put} HTTP/1.1`, ['host: x'], await upload());
  expect(absolute).toMatch(/^HTTP\/1\.1 (400|404) /);
  const tunnel = await say(`CONNECT ${strangerHost} HTTP/1.1`, [`host: ${strangerHost}`], '');
  expect(tunnel).not.toMatch(/^HTTP\/1\.1 2/);
});

it.each([
  ['oms', 'oms', '/get/auth$'],
  ['oms', 'oms', '/put/'],
  ['desk', 'desk', ''],
  ['crm', 'crm', ''],
  ['bigin', 'bigin', ''],
  ['kayako', 'old', ''],
  ['toptickets', 'top', ''],
  ['accounts', 'desk', ''],
  ['accounts', 'crm', ''],
  ['accounts', 'bigin', ''],
] as const)(
  'does not go where %s redirects a client of %s (path %j), not with a file and not with a question',
  async (service, name, path) => {
    const { services } = gateway;
    const zoho_id = tickets[name];
    const auth = await gateway.pass(secretOf(name), zoho_id);
    const list = { url: `/v1/tickets/${zoho_id}/attachments`, headers: { authorization: `Bearer ${auth}` } };
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { location: `http://${strangerHost}/` };
      services.faults.set([{ service, kind: 'status', status, headers, ...(path && { path }) }]);
      const redirected = () =>
        services.requests.all().filter((one) => one.service === service && one.status === status);
      const { body } = await gateway.put({ auth, zoho_id, attachments: [attachment(pdf(9))] });
      expect(body).toMatchObject({ success: false });
      expect(redirected().map(({ method }) => method)).toContain(
        service === 'oms' && path === '/put/' ? 'PUT' : 'POST',
      );
      const before = redirected().length;
      expect((await gateway.app.inject(list)).statusCode).toBeGreaterThanOrEqual(400);
      // OMS cannot be asked.
      expect(redirected().length - before).toBe(service === 'oms' ? 0 : 1);
    }
    expect(services.ledger.all()).toEqual([]);
  },
);
