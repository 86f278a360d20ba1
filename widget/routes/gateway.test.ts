import { describe, expect, it } from 'vitest';
import { type CallOffAnswer, calledOffMessage } from '../../contract/call-off.ts';
import { omsLimits } from '../../contract/limits.ts';
import { createFakeZohoDesk } from '../hosts/fake-zohodesk.ts';
import { createManualClock } from '../manual-clock.ts';
import { createGatewayRoute } from './gateway.ts';
import type { HttpRequest, HttpSender } from './http-sender.ts';
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

const baseUrl = 'https://gateway.example.com';

/** Our gateway with a destination that lists, as the SDK and XMLHttpRequest reach it. */
async function setUp() {
  const clock = createManualClock();
  const fake = createFakeZohoDesk();
  const host = await startHost(fake, clock);
  const shelf = createShelf(clock);
  const requests: HttpRequest[] = [];
  const valid = new Set<string>();
  let passes = 0;
  let play: RoutePlay = 'stores';
  const settings = {
    limits: stageLimits,
    lists: true,
    passAnswer: undefined as LineEnd | undefined,
    /** In place of what became of an upload. */
    callOffAnswer: undefined as LineEnd | undefined,
    /** One that is older than ours does not. */
    tellsBefore: true,
  };
  /** The id of what was stored with each key. */
  const storedWith = new Map<string, string>();
  const calledOff = new Set<string>();

  fake.serve = async (call) => {
    if (settings.passAnswer === 'silence') return new Promise(() => {});
    if (typeof settings.passAnswer === 'object') {
      const { status, body, retryAfter } = settings.passAnswer;
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      return JSON.stringify({ response: JSON.stringify(body), statusCode: status, responseHeaders: headers });
    }
    passes += 1;
    const auth = `pass-${passes}-for-${String(call.query['zoho_id'])}`;
    valid.add(auth);
    const pass = { auth, id: 100, expires_in: 900, destination: 'zoho-desk', limits: settings.limits };
    return JSON.stringify({ response: JSON.stringify(pass), statusCode: 200, responseHeaders: {} });
  };

  function callOff(key: string): LineEnd {
    const id = storedWith.get(key);
    const before = calledOff.has(key);
    if (id === undefined) calledOff.add(key);
    const answer: CallOffAnswer =
      id === undefined
        ? { state: 'called-off', ...(settings.tellsBefore && { called_off_before: before }) }
        : { state: 'delivered', attachment_id: id };
    return { status: 200, body: answer };
  }

  async function put(form: FormData, key: string): Promise<LineEnd> {
    const file = form.get('attachments');
    const ticketId = String(form.get('zoho_id'));
    if (!(file instanceof File))
      return { status: 400, body: { success: false, error: 'attachments is required (array)' } };
    const result = { index: 0, name: file.name, contentType: file.type };
    const failed = (more: object): LineEnd => ({
      status: 200,
      body: {
        success: false,
        zoho_id: ticketId,
        uploaded: 0,
        failed: 1,
        results: [{ ...result, success: false, ...more }],
      },
    });
    const store = async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const stored = shelf.put({ ticketId, name: file.name, type: file.type, bytes });
      storedWith.set(key, stored.id);
      return stored;
    };
    if (calledOff.has(key)) return failed({ http_code: 409, error: calledOffMessage, outcome: 'refused' });
    switch (play) {
      case 'stores': {
        const { id } = await store();
        const results = [
          { ...result, success: true, http_code: 201, error: null, outcome: 'delivered', attachment_id: id },
        ];
        return { status: 200, body: { success: true, zoho_id: ticketId, uploaded: 1, failed: 0, results } };
      }
      case 'refuses':
        return failed({ http_code: 415, error: refusalWords, outcome: 'refused' });
      case 'denies-us':
        return { status: 403, body: { success: false, error: 'Client blocked' } };
      case 'is-busy':
        return failed({ http_code: 429, error: 'Too many requests', outcome: 'busy', retry_after: 7 });
      case 'is-down':
        return 'refused-connection';
      case 'loses-answer':
        await store();
        return 'silence';
      case 'hangs':
        return 'silence';
    }
  }

  const sender = createFakeSender(clock, async (request, _, form) => {
    requests.push(request);
    const { pathname } = new URL(request.url);
    if (form) {
      const auth = request.headers['Authorization']?.replace('Bearer ', '') ?? '';
      const key = request.headers['Idempotency-Key'] ?? '';
      return valid.has(auth) ? put(form, key) : { status: 401, body: { success: false, error: 'invalid auth' } };
    }
    const isOurs = valid.has(request.headers['Authorization']?.replace('Bearer ', '') ?? '');
    if (!isOurs) return { status: 401, body: { detail: 'invalid auth' } };
    if (request.method === 'DELETE') {
      const [, key = ''] = /^\/v1\/tickets\/[^/]+\/uploads\/([^/]+)$/.exec(pathname) ?? [];
      return settings.callOffAnswer ?? callOff(decodeURIComponent(key));
    }
    if (!settings.lists) return { status: 501, body: { error: 'not supported' } };
    const body = shelf.files
      .filter(({ ticketId }) => pathname === `/v1/tickets/${ticketId}/attachments`)
      .map((file) => ({
        id: file.id,
        ticket_id: file.ticketId,
        filename: file.name,
        content_type: file.type,
        size_bytes: file.bytes.length,
        created_at: shelf.createdTimeOf(file),
      }));
    return { status: 200, body };
  });

  return {
    fake,
    host,
    clock,
    settings,
    requests,
    sender,
    route: createGatewayRoute({ host, baseUrl, sender, clock }),
    /** Ends every pass that was given. */
    revoke: () => valid.clear(),
    can: { progress: true, stop: true, tell: true },
    play(next: RoutePlay) {
      play = next;
    },
    stored: () => shelf.files,
    uploads: () => requests.filter(({ body }) => body !== undefined).length,
  };
}

describeRoute('gateway', setUp);

describe('the gateway route', () => {
  it('asks for a pass with the placeholder of the secret in a header, and without a connection', async () => {
    const { route, fake } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    expect(fake.calls).toMatchObject([
      {
        method: 'POST',
        url: 'https://gateway.example.com/api/get/auth',
        headers: { 'x-anexo-secret': '{{gatewaysecret}}' },
        query: { zoho_id: '4000000012345' },
        body: { zoho_id: '4000000012345' },
        connectionLinkName: undefined,
        files: [],
      },
    ]);
  });

  it('sends the fields first, the file last, with the pass and the key of the upload', async () => {
    const { route, requests } = await setUp();
    await route.send(consign(pdfBytes(10), 'a.pdf'), watching());
    const { method, url, headers, body } = requests[0] ?? {};
    expect({ method, url, headers }).toEqual({
      method: 'POST',
      url: 'https://gateway.example.com/api/put/ticket_attachments',
      headers: { Authorization: 'Bearer pass-1-for-4000000012345', 'Idempotency-Key': 'upload-a.pdf' },
    });
    expect(body instanceof FormData && [...body.keys()]).toEqual(['zoho_id', 'attachments']);
    await route.send({ ...consign(pdfBytes(10), 'a.pdf'), wish: 2 }, watching());
    expect(requests[1]?.headers['Idempotency-Key']).toBe('upload-a.pdf-2');
  });

  it('keeps a pass for its ticket until a minute before its end, asking once for many', async () => {
    const { route, fake, clock } = await setUp();
    await Promise.all(['a', 'b', 'c'].map((name) => route.send(consign(pdfBytes(10), `${name}.pdf`), watching())));
    expect(fake.calls.length).toBe(1);
    await route.send(consign(pdfBytes(10), 'd.pdf', '4000000099999'), watching());
    expect(fake.calls.length).toBe(2);
    await clock.advance(839_000);
    await route.send(consign(pdfBytes(10)), watching());
    expect(fake.calls.length).toBe(2);
    await clock.advance(1000);
    await route.send(consign(pdfBytes(10)), watching());
    expect(fake.calls.length).toBe(3);
  });

  it('takes a new pass once when its own is no longer accepted', async () => {
    const { route, fake, revoke, stored } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    revoke();
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('delivered');
    expect(fake.calls.length).toBe(2);
    expect(stored().length).toBe(2);
  });

  it('ends as unauthorized when a new pass is not accepted either', async () => {
    const { route, fake, clock, uploads } = await setUp();
    const pass = { auth: 'forged', id: 1, expires_in: 900, destination: 'oms', limits: stageLimits };
    fake.serve = async () => JSON.stringify({ response: JSON.stringify(pass), statusCode: 200 });
    const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
    expect(outcome).toEqual({ kind: 'unauthorized', message: 'invalid auth', status: 401 });
    expect(uploads()).toBe(2);
  });

  it('knows the limits of OMS until a pass tells others', async () => {
    const { route } = await setUp();
    expect(route.limits()).toEqual(omsLimits);
    await route.send(consign(pdfBytes(10)), watching());
    expect(route.limits()).toEqual(stageLimits);
  });

  it.each([
    [{ status: 401, body: { code: 404, error: 'unknown' } }, 'unauthorized', /credentials/],
    [{ status: 403, body: { code: 500, error: 'Client blocked' } }, 'unauthorized', /blocked/],
    [{ status: 400, body: { code: 402, error: 'bad' } }, 'unauthorized', /invalid/],
    [{ status: 429, body: {}, retryAfter: '30' }, 'busy', /busy/],
    [{ status: 500, body: { error: 'x' } }, 'unavailable', /500/],
    [{ status: 200, body: { auth: 'x', id: 1 } }, 'unavailable', /without a pass/],
    [{ status: 404, body: '<html>' }, 'unavailable', /404/],
    ['silence', 'unavailable', /in time/],
  ] as const)('sends nothing without a pass: %j', async (passAnswer, kind, message) => {
    const { route, clock, settings, uploads } = await setUp();
    settings.passAnswer = passAnswer;
    const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
    expect(outcome).toMatchObject({ kind, message: expect.stringMatching(message) });
    if (outcome.kind === 'busy') expect(outcome.waitMs).toBe(30_000);
    expect(uploads()).toBe(0);
  });

  it('ends as unauthorized where the manifest does not list the address', async () => {
    const { route, fake } = await setUp();
    const errMessage = 'No entry found in plugin-manifest whiteListedDomains for https://gateway.example.com';
    fake.serve = () => Promise.reject({ errMessage });
    const { outcome } = await route.send(consign(pdfBytes(10)), watching());
    expect(outcome).toEqual({ kind: 'unauthorized', message: errMessage });
  });

  it('stops waiting for a pass when it is cancelled', async () => {
    const { route, settings } = await setUp();
    settings.passAnswer = 'silence';
    const cancelling = new AbortController();
    const sending = route.send(consign(pdfBytes(10)), watching(cancelling.signal));
    cancelling.abort();
    expect((await sending).outcome).toEqual({ kind: 'cancelled' });
  });

  it('cannot tell what a destination without a list has', async () => {
    const { route, settings } = await setUp();
    settings.lists = false;
    const arrival = await route.findArrival(questionAbout(consign('x'), 0));
    expect(arrival).toEqual({ kind: 'untold', message: expect.stringContaining('501') });
    expect(await route.readAttachmentIds?.(consign('x').ticket)).toBeUndefined();
  });

  it('is told by the gateway of a file whose answer was lost, without a list', async () => {
    const { route, clock, settings, stored, play, requests } = await setUp();
    settings.lists = false;
    play('loses-answer');
    const consignment = consign(pdfBytes(10));
    await clock.run(route.send(consignment, watching()));
    const arrival = await route.findArrival(questionAbout(consignment, 0));
    expect(arrival).toEqual({ kind: 'arrived', attachmentId: stored()[0]?.id });
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('is told so also where the destination gave it no id', async () => {
    const { route, settings } = await setUp();
    settings.callOffAnswer = { status: 200, body: { state: 'delivered' } };
    expect(await route.findArrival(questionAbout(consign('x'), 0))).toEqual({ kind: 'arrived' });
  });

  it('calls off what did not arrive, so that it never will, and sends it again with another key', async () => {
    const { route, clock, play, requests, stored } = await setUp();
    play('hangs');
    const consignment = { ...consign(pdfBytes(10), 'a.pdf'), wish: 1 };
    await clock.run(route.send(consignment, watching()));
    expect((await route.findArrival({ ...questionAbout(consignment, 0), wish: 1 })).kind).toBe('absent');
    play('stores');
    expect((await route.send(consignment, watching())).outcome.kind).toBe('delivered');
    const keys = requests.map(({ headers, url }) => headers['Idempotency-Key'] ?? new URL(url).pathname);
    const path = '/v1/tickets/4000000012345';
    expect(keys).toEqual(['upload-a.pdf-1', `${path}/uploads/upload-a.pdf-1`, `${path}/attachments`, 'upload-a.pdf-2']);
    expect(stored()).toHaveLength(1);
  });

  it('asks with the same key about what was stopped only, which may be there, until the gateway can tell', async () => {
    const { route, clock, play, settings, stored } = await setUp();
    play('loses-answer');
    const consignment = consign(pdfBytes(10), 'a.pdf');
    await clock.run(route.send(consignment, watching()));
    settings.lists = false;
    settings.callOffAnswer = { status: 200, body: { state: 'stopped', called_off_before: false } };
    const question = { ...questionAbout(consignment, clock.now()), onlyRoute: true };
    for (let time = 0; time < 2; time += 1) expect((await route.findArrival(question)).kind).toBe('untold');
    settings.callOffAnswer = undefined;
    expect(await route.findArrival(question)).toEqual({ kind: 'arrived', attachmentId: stored()[0]?.id });
  });

  it('says that it may come while the gateway is at it', async () => {
    const { route, settings } = await setUp();
    settings.callOffAnswer = { status: 200, body: { state: 'on-its-way' } };
    const arrival = await route.findArrival(questionAbout(consign('x'), 0));
    expect(arrival).toEqual({ kind: 'untold', message: 'The gateway is still at it', mayCome: true });
  });

  it('cannot tell where it gets no pass', async () => {
    const { route, settings, requests } = await setUp();
    settings.passAnswer = { status: 403, body: { code: 500, error: 'Client blocked' } };
    const arrival = await route.findArrival(questionAbout(consign('x'), 0));
    expect(arrival).toEqual({ kind: 'untold', message: expect.stringContaining('blocked') });
    expect(await route.readAttachmentIds?.(consign('x').ticket)).toBeUndefined();
    expect(requests).toEqual([]);
  });

  it('needs no list to know that what was called off is not there, where no other route can have brought it', async () => {
    const { route, settings } = await setUp();
    settings.lists = false;
    const question = { ...questionAbout(consign('x'), 0), onlyRoute: true };
    expect(await route.findArrival(question)).toEqual({ kind: 'absent' });
    expect((await route.findArrival({ ...question, onlyRoute: false })).kind).toBe('untold');
    expect((await route.findArrival({ ...question, wish: 1 })).kind).toBe('untold');
    settings.callOffAnswer = { status: 200, body: { state: 'stopped' } };
    expect((await route.findArrival(question)).kind).toBe('untold');
  });

  it('takes the key after those that a page before it called off', async () => {
    const before = await setUp();
    const consignment = consign(pdfBytes(10), 'a.pdf');
    for (let time = 0; time < 3; time += 1) await before.route.findArrival(questionAbout(consignment, 0));
    const { host, clock, sender, stored } = before;
    const route = createGatewayRoute({ host, baseUrl, sender, clock });
    expect((await route.send(consignment, watching())).outcome.kind).toBe('delivered');
    expect(stored()).toHaveLength(1);
  });

  describe('for a page that is gone', () => {
    /** Sent, but not stored: the answer never came. Then whatever `more` does, and the page is gone. */
    async function afterPage(more: (page: Awaited<ReturnType<typeof setUp>>) => Promise<void> = async () => {}) {
      const page = await setUp();
      const consignment = consign(pdfBytes(10), 'a.pdf');
      page.settings.lists = false;
      page.play('hangs');
      await page.clock.run(page.route.send(consignment, watching()));
      const question = { ...questionAbout(consignment, 0), onlyRoute: true };
      const ask = (route = page.route) => page.clock.run(route.findArrival(question));
      await more(page);
      const { host, clock, sender } = page;
      const route = createGatewayRoute({ host, baseUrl, sender, clock });
      return { ...page, route, ask: () => ask(route), consignment };
    }
    const question = { ...questionAbout(consign(pdfBytes(10), 'a.pdf'), 0), onlyRoute: true };
    const untilGone = ({ clock, route }: Awaited<ReturnType<typeof setUp>>) => clock.run(route.findArrival(question));

    it('knows that what it sent is not there and will never come', async () => {
      const { ask, route, play, consignment, stored } = await afterPage();
      expect(await ask()).toEqual({ kind: 'absent' });
      expect(await ask()).toEqual({ kind: 'absent' });
      play('stores');
      expect((await route.send(consignment, watching())).outcome.kind).toBe('delivered');
      expect(stored()).toHaveLength(1);
    });

    it('is told of what that sent with the next key, having called off the first', async () => {
      const { ask, stored } = await afterPage(async (page) => {
        await untilGone(page);
        page.play('loses-answer');
        await page.clock.run(page.route.send(consign(pdfBytes(10), 'a.pdf'), watching()));
      });
      expect(await ask()).toEqual({ kind: 'arrived', attachmentId: stored()[0]?.id });
    });

    it('calls that off too, once', async () => {
      const { ask, requests } = await afterPage(async (page) => {
        await untilGone(page);
        await page.clock.run(page.route.send(consign(pdfBytes(10), 'a.pdf'), watching()));
      });
      const before = requests.length;
      for (let time = 0; time < 3; time += 1) expect(await ask()).toEqual({ kind: 'absent' });
      const keys = requests.slice(before).flatMap(({ url }) => /uploads\/([^?]+)/.exec(url)?.[1] ?? []);
      expect(keys).toEqual(['upload-a.pdf', 'upload-a.pdf-1', 'upload-a.pdf-1', 'upload-a.pdf-1']);
    });

    it('is not sure where the gateway does not tell who called it off, however often it asks', async () => {
      const { ask } = await afterPage(async ({ settings }) => {
        settings.tellsBefore = false;
      });
      for (let time = 0; time < 3; time += 1) expect((await ask()).kind).toBe('untold');
    });

    it('asks about what was stopped until the gateway can tell', async () => {
      const { ask, settings, stored } = await afterPage(async (page) => {
        page.play('loses-answer');
        await page.clock.run(page.route.send(consign(pdfBytes(10), 'a.pdf'), watching()));
      });
      for (const called_off_before of [false, true]) {
        settings.callOffAnswer = { status: 200, body: { state: 'stopped', called_off_before } };
        expect((await ask()).kind).toBe('untold');
      }
      settings.callOffAnswer = undefined;
      expect(await ask()).toEqual({ kind: 'arrived', attachmentId: stored()[0]?.id });
    });

    it('gives up where every key was called off before', async () => {
      const { ask, settings, requests } = await afterPage();
      settings.callOffAnswer = { status: 200, body: { state: 'called-off', called_off_before: true } };
      const before = requests.length;
      expect((await ask()).kind).toBe('untold');
      expect(requests.slice(before).filter(({ method }) => method === 'DELETE')).toHaveLength(21);
    });
  });

  it('ends where every key is said to be called off', async () => {
    const { host, clock, fake } = await setUp();
    let sent = 0;
    const sender: HttpSender = async () => {
      sent += 1;
      const result = { index: 0, success: false, http_code: 409, error: calledOffMessage, outcome: 'refused' };
      const text = JSON.stringify({ success: false, uploaded: 0, failed: 1, results: [result] });
      return { kind: 'answer', status: 200, text, retryAfter: null };
    };
    const route = createGatewayRoute({ host, baseUrl, sender, clock });
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('unavailable');
    expect(sent).toBe(21);
    expect(fake.calls).toHaveLength(1);
  });

  it.each([
    ['is still at it', { status: 200, body: { state: 'on-its-way' } }, 'untold'],
    ['does not answer', 'silence', 'untold'],
    ['cannot tell', { status: 200, body: { state: 'unknown' } }, 'absent'],
    ['knows no such call', { status: 404, body: { detail: 'Not found' } }, 'absent'],
    ['knows no such method', { status: 405, body: {} }, 'absent'],
    ['has forgotten what was before', { status: 200, body: { state: 'stopped' } }, 'absent'],
    ['says what nobody understands', { status: 200, body: 'yes' }, 'untold'],
    ['is too busy', { status: 429, body: {} }, 'untold'],
    ['fails', { status: 502, body: '<html>' }, 'untold'],
  ] as const)('asks the list too where the gateway %s', async (_, callOffAnswer, kind) => {
    const { route, clock, settings, stored, play } = await setUp();
    settings.callOffAnswer = callOffAnswer;
    const consignment = consign(pdfBytes(10));
    const ask = () => clock.run(route.findArrival(questionAbout(consignment, clock.now())));
    expect((await ask()).kind).toBe(kind);
    play('loses-answer');
    await clock.run(route.send(consignment, watching()));
    expect(await ask()).toEqual({ kind: 'arrived', attachmentId: stored()[0]?.id });
  });

  it("asks the list where the gateway tells another upload's attachment", async () => {
    const { route, settings } = await setUp();
    settings.callOffAnswer = { status: 200, body: { state: 'delivered', attachment_id: '7' } };
    const question = { ...questionAbout(consign('x'), 0), knownIds: new Set(['7']) };
    expect((await route.findArrival(question)).kind).toBe('absent');
  });

  it('asks once more with a new pass where the old one is worth nothing', async () => {
    const { route, revoke, fake, stored } = await setUp();
    const consignment = consign(pdfBytes(10));
    await route.send(consignment, watching());
    revoke();
    expect(await route.findArrival(questionAbout(consignment, 0))).toEqual({
      kind: 'arrived',
      attachmentId: stored()[0]?.id,
    });
    expect(fake.calls).toHaveLength(2);
  });

  it('tells how long ago it was sent first, and how long the question may take', async () => {
    const { route, clock, requests } = await setUp();
    await route.findArrival(questionAbout(consign('x'), clock.now() - 5000));
    expect(new URL(requests[0]?.url ?? '').search).toBe('?age=20000');
  });

  it('takes no other key however often it asks about what it has not sent', async () => {
    const { route, requests } = await setUp();
    const consignment = consign(pdfBytes(10), 'a.pdf');
    for (let time = 0; time < 5; time += 1) await route.findArrival(questionAbout(consignment, 0));
    const keys = requests.filter(({ method }) => method === 'DELETE').map(({ url }) => new URL(url).pathname);
    expect(new Set(keys).size).toBe(1);
    expect((await route.send(consignment, watching())).outcome.kind).toBe('delivered');
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('does not know what became of a file when the connection broke after its first byte', async () => {
    const { host, clock } = await setUp();
    const sender: HttpSender = async ({ body }) => ({ kind: 'network-error', sent: body ? 'some' : 'none' });
    const route = createGatewayRoute({ host, baseUrl, sender, clock });
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('unknown');
  });

  it('does not know either when it is cancelled after its last byte', async () => {
    const { host, clock } = await setUp();
    const route = createGatewayRoute({ host, baseUrl, sender: async () => ({ kind: 'aborted', sent: 'all' }), clock });
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('unknown');
  });
});
