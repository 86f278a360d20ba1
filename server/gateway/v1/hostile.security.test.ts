import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignedDownload } from '../../../contract/v1-messages.ts';
import { putInDesk } from '../../sandbox/services/put-in-desk.suite.ts';
import { openV1Gateway, tickets, type V1Gateway } from './test-v1.suite.ts';

let gateway: V1Gateway;
let token: string;
beforeAll(async () => {
  gateway = await openV1Gateway();
  token = await gateway.tokenOf('desk');
});
afterAll(() => gateway.close());

const [ticketId, otherId] = tickets.desk;
const list = `/v1/tickets/${ticketId}/attachments`;

describe('what a customer has put on a ticket', () => {
  const script = '<script>fetch("/v1")</script>';
  it.each([
    ['page.html', 'text/html', `<!doctype html>${script}`],
    ['page.xhtml', 'application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`],
    ['drawing.svg', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
    ['feed.xml', 'text/xml; charset=utf-7', `<?xml version="1.0"?><a>${script}</a>`],
    ['code.js', 'text/javascript', 'alert(1)'],
    ['setup.exe', 'application/x-msdownload', 'MZ'],
    ['photo.png', 'text/html', script],
    ['a.pdf\r\nset-cookie: a=b', 'text/html\r\nset-cookie: a=b', script],
    ['"; filename="b.html', 'multipart/x-mixed-replace; boundary=x', script],
  ])('is given to be kept, never as a page: %j', async (name, mimeType, content) => {
    const file = { ticketId, name, mimeType, bytes: Buffer.from(content) };
    const { id } = await putInDesk(gateway.services.ledger, file);
    const asked = await gateway.ask(`${list}/${id}/download`, { token });
    expect(asked).toMatchObject({ status: 200 });
    const { signed_url } = SignedDownload.parse(asked.body);
    const { status, headers } = await fetch(signed_url);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''[\w.%~!$&+^`|#-]+$/,
    );
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('content-type')).not.toMatch(/html|xml|svg|script|multipart|msdownload/);
  });
});

/** Asks for a path as it stands: `fetch` would tidy it up. */
async function askRaw(path: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { authorization: `Bearer ${token}` } }, async (answer) => {
      resolve({ status: answer.statusCode, body: await text(answer) });
    })
      .on('error', reject)
      .end();
  });
}

describe('a path that would lead elsewhere', () => {
  it.each([
    '/v1/tickets/..%2f..%2forganizations/attachments',
    '/v1/tickets/%2e%2e/attachments',
    '/v1/tickets/../../api/v1/organizations',
    `/v1/tickets/${ticketId}%2f..%2f${otherId}/attachments`,
    `/v1/tickets/${ticketId}%3finclude=x/attachments`,
    `/v1/tickets/${ticketId}%23/attachments`,
    `/v1/tickets/${ticketId}%00/attachments`,
    `/v1/tickets/${ticketId}%0d%0ax-a:%20b/attachments`,
    '/v1/tickets/http:%2f%2fattacker.example/attachments',
    '/v1/tickets/chamado:*/attachments',
    '/v1/tickets/number:1%26limit=100/attachments',
    `${list}/..%2f..%2f${otherId}%2fattachments%2f1`,
    `${list}/%2e%2e`,
    `${list}/1%3fx`,
    `${list}/1%0d%0ax-a:%20b/download`,
    '/docs/..%2f..%2fpackage.json',
    '/..%2f..%2fgateway.json',
    '//attacker.example/v1',
  ])('finds nothing, and no service is asked for another: %s', async (path) => {
    const before = gateway.services.requests.all().length;
    const { status, body } = await askRaw(path);
    expect([400, 404, 422]).toContain(status);
    expect(body).not.toMatch(/signing|clientSecret|"dependencies"/);
    const asked = gateway.services.requests.all().slice(before);
    for (const one of asked) {
      expect(one.path).not.toMatch(/\.\.|attacker|organizations|[\r\n\0]/);
      expect(one.path).not.toContain(otherId);
    }
  });
});
