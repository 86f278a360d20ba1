import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { attachment, deskCaller, omsCaller, openTestGateway, pdf, type TestGateway } from './test-gateway.suite.ts';

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
  gateway = await openTestGateway();
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
  ['oms', omsCaller],
  ['desk', deskCaller],
] as const)('does not go where %s redirects it, not with a file and not with a question', async (service, caller) => {
  const auth = await gateway.logIn(caller);
  for (const status of [301, 302, 307, 308]) {
    gateway.services.faults.set([
      { service, kind: 'status', status, headers: { location: `http://${strangerHost}/` } },
      { service: 'accounts', kind: 'status', status, headers: { location: `http://${strangerHost}/` } },
    ]);
    const { body } = await gateway.put({ auth, zoho_id: gateway.ticket.id, attachments: [attachment(pdf(9))] });
    expect(body).toMatchObject({ success: false });
    const list = { url: `/v1/tickets/${gateway.ticket.id}/attachments`, headers: { authorization: `Bearer ${auth}` } };
    expect((await gateway.app.inject(list)).statusCode).toBeGreaterThanOrEqual(400);
  }
});
