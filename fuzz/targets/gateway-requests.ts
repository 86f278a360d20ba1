import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { openTestGateway } from '../../server/gateway/test-gateway.suite.ts';
import { names, spoiled, spoiledText } from '../inputs.ts';
import { must, target } from '../target.ts';
import { spoiledJson } from '../values.ts';

/** Where a token in force, and a ticket that there is, come in. */
const token = 'TOKEN';
const ticket = '4820001';

const files = fc.record({
  nome_arquivo: names,
  tipo_arquivo: fc.constantFrom('application/pdf', 'text/plain', ''),
  arquivo_base64: fc.constantFrom('JVBERi0xLjcK', 'JVBER', '', 'data:text/plain;base64,QUJD'),
});

const jsonBodies = fc
  .oneof(
    spoiledJson(
      fc.record({
        auth: fc.constant(token),
        zoho_id: fc.constant(ticket),
        attachments: fc.array(files, { maxLength: 3 }),
      }),
    ),
    spoiledJson(fc.constant({ apikey: 'apikey-of-100', token: 'token-of-100', email: 'ops@example.com' })),
    spoiledJson(fc.constant({ zoho_id: ticket })),
    spoiledJson(fc.constant({ is_public: true })),
    spoiledJson(fc.constant({ attachment_url: 'https://example.com/a', filename: 'a' })),
  )
  .map((text) => Buffer.from(text));

const form = fc.record({ name: names, content: fc.uint8Array({ maxLength: 60 }) }).map(({ name, content }) => {
  const field = `--B\r\ncontent-disposition: form-data; name="zoho_id"\r\n\r\n${ticket}\r\n`;
  const file = `--B\r\ncontent-disposition: form-data; name="attachments"; filename="${name.replaceAll('"', '%22')}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(field + file), Buffer.from(content), Buffer.from('\r\n--B--\r\n')]);
});

const bodies = fc.oneof(
  jsonBodies.map((body) => ({ body, type: 'application/json' })),
  fc.record({ body: spoiled(form), type: fc.constantFrom('multipart/form-data; boundary=B', 'multipart/form-data') }),
  fc.record({ body: spoiled(fc.constant(Buffer.from('a=b'))), type: spoiledText(fc.constant('text/plain')) }),
);

const paths = spoiledText(
  fc.constantFrom(
    '/api/get/auth',
    '/api/put/ticket_attachments',
    `/v1/tickets/${ticket}/attachments`,
    `/v1/tickets/${ticket}/attachments?limit=2&offset=1`,
    `/v1/tickets/${ticket}/attachments/1`,
    `/v1/tickets/number:1042/attachments/1/download`,
    `/v1/tickets/${ticket}/uploads/key-1?age=1000`,
    '/v1/downloads/x?client=1&ticket=1&attachment=1&name=a&expires=1&signature=a',
    '/healthz',
    '/docs',
  ),
).map(sendable);

/** What a client of HTTP can put in a first line. */
function sendable(path: string): string {
  const encoded = path.replaceAll(/[^\x21-\x7e]/g, (one) => encodeURIComponent(Buffer.from(one).toString()));
  // What is longer is no request at all: the connection answers it (server/gateway/server.test.ts).
  const whole = `/${encoded.replace(/^\/+/, '')}`.slice(0, 8000).replace(/%.?$/, '');
  return URL.canParse(whole, 'http://127.0.0.1') ? whole : '/';
}

const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
  path: paths,
  body: fc.option(bodies, { nil: undefined, freq: 5 }),
  authorization: fc.constantFrom(undefined, `Bearer ${token}`, 'Bearer x', 'Basic eDp5', 'Bearer'),
  secret: fc.constantFrom(undefined, 'widget-secret-of-client-200', 'x'),
  key: fc.option(fc.string({ unit: 'binary-ascii', maxLength: 300 }), { nil: undefined }),
});

interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer;
}

/** Over a connection of its own, as callers do: an answer may come before the request is read. */
function send(url: string, { method, headers, payload }: Sent): Promise<{ statusCode: number; payload: string }> {
  return new Promise((resolve, reject) => {
    const length = payload && { 'content-length': payload.length };
    const sending = request(url, { method, headers: { ...headers, ...length }, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ statusCode: answer.statusCode ?? 0, payload: body }), reject);
    });
    sending.on('error', reject);
    sending.end(payload);
  });
}

/** How many requests come between two new tokens. */
const perToken = 25;

/** Everything that the gateway takes, by every method, at every address. */
export const gatewayRequests = target({
  name: 'gateway-requests',
  perSecond: 300,
  inputs: requests,
  async open() {
    // They count by the machine's own clock, which a long run would exhaust.
    const most = 100_000;
    const rateLimits = { addressPerMinute: most, clientPerMinute: most, failedLogins: most };
    const gateway = await openTestGateway({ rateLimits });
    const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
    let count = 0;
    let auth = '';
    return {
      async check({ method, path, body, authorization, secret, key }) {
        if (count % perToken === 0) {
          await gateway.services.reset();
          // Wrong credentials are remembered for longer than anything else.
          gateway.advance(24 * 60 * 60 * 1000);
          auth = await gateway.logIn();
        }
        count += 1;
        // So that nobody is turned away for asking too often.
        gateway.advance(61_000);
        gateway.log.length = 0;
        const filled = (text: string) => text.replaceAll(token, auth).replaceAll(ticket, gateway.ticket.id);
        const plain = key?.replaceAll(/[^ -~]/g, '');
        const { statusCode, payload } = await send(`${url}${filled(path)}`, {
          method,
          headers: {
            ...(authorization !== undefined && { authorization: filled(authorization) }),
            ...(secret !== undefined && { 'x-anexo-secret': secret }),
            ...(plain && { 'idempotency-key': plain }),
            ...(body && { 'content-type': body.type.replaceAll(/[^ -~]/g, '') }),
          },
          ...(body && { payload: Buffer.from(filled(body.body.toString('latin1')), 'latin1') }),
        });
        must(statusCode < 500 || statusCode === 501, `${statusCode} ${payload.slice(0, 300)}`);
        must(!/\n {4}at |node_modules/.test(payload), 'the answer tells of the inside');
        must(
          !gateway.log.some((line) => /"fault"|"level":(?:50|60)/.test(line)),
          `a fault is logged: ${gateway.log.join('')}`,
        );
      },
      close: () => gateway.close(),
    };
  },
});
