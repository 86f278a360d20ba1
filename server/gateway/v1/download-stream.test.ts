import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { deskLimits } from '../../../contract/limits.ts';
import type { Attachment, ContentStream, Destination } from '../../destinations/destination.ts';
import { createGateway } from '../gateway.ts';
import { configurationFor, configured, signingKey } from '../test-gateway.suite.ts';
import { createDownloads } from './downloads.ts';

const patience = { timeout: 20_000 };
const file: Attachment = { id: '2', name: 'a', size: 1, mimeType: '', createdAt: '2026-06-01T12:00:00Z' };

let content: Omit<ContentStream, 'kind'>;
let log: string[];
let app: ReturnType<typeof createGateway>;
let url: string;

beforeEach(async () => {
  content = { stream: Readable.from([Buffer.from('<b>')]), size: undefined, mimeType: undefined };
  const destination: Destination = {
    kind: 'zoho-desk',
    limits: deskLimits,
    can: new Set(['read', 'content']),
    findTicket: async () => ({ kind: 'found', ticketId: '1', named: '1' }),
    upload: async () => ({ kind: 'cancelled' }),
    read: async () => ({ kind: 'found', attachment: file }),
    content: async () => ({ kind: 'content', ...content }),
  };
  log = [];
  const destinations = new Map(['oms', 'desk'].map((name) => [name, destination]));
  app = createGateway(configured(configurationFor('http://127.0.0.1:1')), {
    destinations,
    logger: { write: (line) => void log.push(line) },
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const target = { clientId: 200, destination: 'desk', ticketId: '1', attachmentId: '2', fileName: 'a' };
  const { expires, signature } = createDownloads(signingKey, Date.now).sign(target);
  url = `${address}/v1/download?client=200&ticket=1&attachment=2&name=a&expires=${expires}&signature=${signature}`;
});
afterEach(() => {
  // A browser whose request was cut short opens another connection at once, and says nothing on it.
  app.server.closeAllConnections();
  return app.close();
});

it.each([
  ['image/png', 'image/png'],
  ['text/plain; charset=latin1', 'text/plain'],
  ['application/x-zip-compressed', 'application/zip'],
  ['text/html', 'application/octet-stream'],
  ['Text/HTML; charset=utf-8', 'application/octet-stream'],
  ['image/svg+xml', 'application/octet-stream'],
  ['application/xhtml+xml', 'application/octet-stream'],
  ['text/xml', 'application/octet-stream'],
  ['text/javascript', 'application/octet-stream'],
  ['application/x-msdownload', 'application/octet-stream'],
  ['text/plain\r\nx-evil: 1', 'application/octet-stream'],
  [undefined, 'application/octet-stream'],
])('gives what calls itself %s as %s', async (mimeType, given) => {
  content = { ...content, mimeType };
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe(given);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(answer.headers.has('x-evil')).toBe(false);
  expect(await answer.text()).toBe('<b>');
});

it('reads no further than the caller does, and lets go when the caller goes', async () => {
  let given = 0;
  const endless = new Readable({
    read() {
      given += 1;
      this.push(Buffer.alloc(64 * 1024));
    },
  });
  content = { ...content, stream: endless };
  const gone = new AbortController();
  const answer = await fetch(url, { signal: gone.signal });
  const reader = answer.body?.getReader();
  await reader?.read();
  // What the system keeps of a connection is bounded: the stream comes to a stop.
  let before = -1;
  let quiet = 0;
  while (quiet < 200) {
    await setImmediate();
    quiet = before === given ? quiet + 1 : 0;
    before = given;
  }
  expect(given * 64 * 1024).toBeLessThan(64 * 1024 * 1024);
  gone.abort();
  await vi.waitFor(() => expect(endless.destroyed).toBe(true), patience);
});

it('cuts off a caller who stands still', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const endless = new Readable({ read: () => endless.push(Buffer.alloc(64 * 1024)) });
  content = { ...content, stream: endless };
  const answer = await fetch(url);
  await vi.waitFor(() => {
    vi.advanceTimersByTime(60_000);
    expect(endless.destroyed).toBe(true);
  }, patience);
  await expect(answer.text()).rejects.toThrow();
  await vi.waitFor(() => expect(log.at(-1)).toContain('"status":408'), patience);
});

it('breaks off where the destination does, so that nobody takes a part for the whole', async () => {
  for (const size of [undefined, 10]) {
    content = {
      ...content,
      size,
      stream: Readable.from(
        (async function* () {
          yield Buffer.from('12345');
          throw new Error('the destination broke off');
        })(),
      ),
    };
    const whole = fetch(url).then((answer) => answer.text());
    await expect(whole).rejects.toThrow();
    await vi.waitFor(() => expect(log.at(-1)).toContain('"status":502'), patience);
  }
});
