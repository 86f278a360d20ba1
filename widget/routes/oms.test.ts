import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createFakeZohoDesk } from '../hosts/fake-zohodesk.ts';
import { createManualClock } from '../manual-clock.ts';
import type { HttpRequest } from './http-sender.ts';
import { createOmsRoute } from './oms.ts';
import {
  consign,
  describeRoute,
  pdfBytes,
  questionAbout,
  type RoutePlay,
  refusalWords,
  watching,
} from './route.suite.ts';
import { createFakeSender, createShelf, type LineEnd, stageLimits, startHost } from './stage.ts';

const baseUrl = 'https://oms.tpl.com.br';

const Body = z.strictObject({
  auth: z.string(),
  zoho_id: z.string(),
  attachments: z.array(
    z.strictObject({ nome_arquivo: z.string(), tipo_arquivo: z.string(), arquivo_base64: z.string() }),
  ),
});

/** A plain OMS: one token an hour, base64 JSON, no list. */
async function setUp() {
  const clock = createManualClock();
  const fake = createFakeZohoDesk();
  const host = await startHost(fake, clock);
  const shelf = createShelf(clock);
  const requests: HttpRequest[] = [];
  let play: RoutePlay = 'stores';
  let token: string | undefined;
  const settings = { authFailure: undefined as number | undefined };

  fake.serve = async () => {
    const inUse = token === undefined ? undefined : 400;
    const code = settings.authFailure ?? inUse;
    if (code === undefined) token = `token-${clock.now()}`;
    const body = code === undefined ? { auth: token, id: 100 } : { code };
    return JSON.stringify({ response: JSON.stringify(body), statusCode: 200, responseHeaders: {} });
  };

  async function put(text: string): Promise<LineEnd> {
    const { auth, zoho_id, attachments } = Body.parse(JSON.parse(text));
    if (auth !== token) return { status: 401, body: { success: false, error: 'invalid auth' } };
    const [given] = attachments;
    if (!given) return { status: 400, body: { success: false, error: 'attachments is required (array)' } };
    const end = (http_code: number, error: string | null): LineEnd => {
      const success = error === null;
      const results = [
        { index: 0, name: given.nome_arquivo, contentType: given.tipo_arquivo, success, http_code, error },
      ];
      return { status: 200, body: { success, zoho_id, uploaded: success ? 1 : 0, failed: success ? 0 : 1, results } };
    };
    const store = () => {
      const bytes = Uint8Array.from(atob(given.arquivo_base64), (one) => one.charCodeAt(0));
      shelf.put({ ticketId: zoho_id, name: given.nome_arquivo, type: given.tipo_arquivo, bytes });
      return end(201, null);
    };
    switch (play) {
      case 'stores':
        return store();
      case 'refuses':
        return end(415, refusalWords);
      case 'denies-us':
        return { status: 403, body: { success: false, error: 'Client blocked' } };
      case 'is-busy':
        return { status: 429, body: { success: false, error: 'Too many' }, retryAfter: '7' };
      case 'is-down':
        return 'refused-connection';
      case 'loses-answer':
        store();
        return 'silence';
      case 'hangs':
        return 'silence';
    }
  }

  const sender = createFakeSender(clock, async (request, bytes) => {
    requests.push(request);
    return request.method === 'POST' ? put(new TextDecoder().decode(bytes)) : 'refused-connection';
  });

  return {
    fake,
    clock,
    settings,
    requests,
    route: createOmsRoute({ host, baseUrl, sender, clock, limits: stageLimits }),
    /** OMS forgets its token, as after an hour. */
    expire() {
      token = undefined;
    },
    can: { progress: true, stop: true, tell: false },
    play(next: RoutePlay) {
      play = next;
    },
    stored: () => shelf.files,
    uploads: () => requests.filter(({ method }) => method === 'POST').length,
  };
}

describeRoute('plain OMS', setUp);

describe('the plain OMS route', () => {
  it('asks for a token with placeholders alone, and keeps it for its hour', async () => {
    const { route, fake, clock, expire } = await setUp();
    await Promise.all([route.send(consign(pdfBytes(10)), watching()), route.send(consign(pdfBytes(9)), watching())]);
    expect(fake.calls).toMatchObject([
      {
        url: 'https://oms.tpl.com.br/api/get/auth',
        body: { apikey: '{{omsapikey}}', token: '{{omstoken}}', email: '{{omsemail}}' },
        connectionLinkName: undefined,
      },
    ]);
    await clock.advance(3_590_000);
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('delivered');
    expect(fake.calls.length).toBe(1);
    expire();
    await clock.advance(10_000);
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('delivered');
    expect(fake.calls.length).toBe(2);
  });

  it('asks once more when OMS no longer takes the token', async () => {
    const { route, clock, expire } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    expire();
    expect((await clock.run(route.send(consign(pdfBytes(10)), watching()))).outcome.kind).toBe('delivered');
  });

  it.each([
    [400, /Anexo gateway, which shares one token/],
    [404, /placeholders in a request body/],
    [402, /invalid/],
    [500, /blocked/],
  ])('says what the code %i of get/auth asks for', async (code, message) => {
    const { route, settings, uploads } = await setUp();
    settings.authFailure = code;
    const { outcome } = await route.send(consign(pdfBytes(10)), watching());
    expect(outcome).toMatchObject({ kind: 'unauthorized', message: expect.stringMatching(message), code: `${code}` });
    expect(uploads()).toBe(0);
  });

  it('asks for a new token once, and no more, where OMS takes none', async () => {
    const { route, fake, clock, uploads } = await setUp();
    fake.serve = async () =>
      JSON.stringify({ response: JSON.stringify({ auth: 'worthless', id: 100 }), statusCode: 200 });
    const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
    expect(outcome).toEqual({ kind: 'unauthorized', message: 'invalid auth', status: 401 });
    expect([uploads(), fake.calls.length]).toEqual([2, 2]);
    expect(fake.calls[0]).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/json' } });
  });

  it('sends nothing of a file that can no longer be read', async () => {
    const { route, uploads } = await setUp();
    const consignment = consign(pdfBytes(10));
    const { file } = consignment;
    const slice = file.slice.bind(file);
    let slices = 0;
    // Its head can be read for the check, and nothing after it.
    file.slice = (start, end) => {
      slices += 1;
      if (slices > 1) throw new DOMException('gone', 'NotReadableError');
      return slice(start, end);
    };
    file.stream = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    const { outcome } = await route.send(consignment, watching());
    expect(outcome).toEqual({ kind: 'limits', findings: [{ kind: 'unreadable' }] });
    expect(uploads()).toBe(0);
  });

  it('tells of what has left as of so much of the file, never more than it has', async () => {
    const { route } = await setUp();
    const watch = watching();
    await route.send(consign(pdfBytes(1000)), watch);
    expect(watch.progress.length).toBeGreaterThan(0);
    expect(Math.max(...watch.progress)).toBe(1000);
    expect(Math.min(...watch.progress)).toBeGreaterThanOrEqual(0);
  });

  it('sends nothing once it is cancelled, while it waits for a token or after', async () => {
    const { route, fake, uploads } = await setUp();
    fake.serve = () => new Promise(() => {});
    const cancelling = new AbortController();
    const sending = route.send(consign(pdfBytes(10)), watching(cancelling.signal));
    cancelling.abort();
    expect((await sending).outcome).toEqual({ kind: 'cancelled' });
    expect(uploads()).toBe(0);
  });

  it('can never tell what a ticket has', async () => {
    const { route } = await setUp();
    const told = await route.findArrival(questionAbout(consign('x'), 0));
    expect(told).toEqual({ kind: 'untold', message: 'OMS has no list of the files of a ticket' });
  });

  it('sends JSON as a Blob of parts', async () => {
    const { route, requests } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    expect(requests[0]?.body).toBeInstanceOf(Blob);
    expect(requests[0]).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/json' } });
    expect(requests[0]?.body).toMatchObject({ type: 'application/json' });
    expect(requests[0]?.url).toBe('https://oms.tpl.com.br/api/put/ticket_attachments');
  });
});
