import { describe, expect, it } from 'vitest';
import { createFakeZohoDesk, type FakeCall, never } from '../hosts/fake-zohodesk.ts';
import { createManualClock } from '../manual-clock.ts';
import { createConnectorRoute } from './connector.ts';
import {
  consign,
  describeRoute,
  pdfBytes,
  questionAbout,
  type RoutePlay,
  refusalWords,
  watching,
} from './route.suite.ts';
import { createShelf, stageLimits, startHost } from './stage.ts';

/** Zoho's servers and Desk behind them, as the connector reaches them. */
async function setUp() {
  const clock = createManualClock();
  const fake = createFakeZohoDesk();
  const host = await startHost(fake, clock);
  const shelf = createShelf(clock);
  const releases: (() => void)[] = [];
  let play: RoutePlay = 'stores';

  const outer = (statusCode: number, response: string, responseHeaders = {}) =>
    JSON.stringify({ response, statusCode, responseHeaders });
  const well = (body: unknown, status = 200) => outer(status, JSON.stringify({ status: 'true', statusMessage: body }));
  const fault = (status: number, errorCode: string, message: string, headers = {}) =>
    outer(status, JSON.stringify({ status: 'false', statusMessage: { errorCode, message } }), headers);

  async function upload(call: FakeCall, ticketId: string): Promise<unknown> {
    const [file] = call.files;
    if (!file) return fault(422, 'UNPROCESSABLE_ENTITY', 'file is missing');
    const store = () => {
      const { id, name, bytes } = shelf.put({ ...file, ticketId });
      return well({
        id,
        name,
        size: String(bytes.length),
        createdTime: new Date(clock.now()).toISOString(),
        isPublic: false,
      });
    };
    switch (play) {
      case 'stores':
        return store();
      case 'refuses':
        throw JSON.stringify({
          status: 'false',
          statusMessage: JSON.stringify({ errorCode: 'UNPROCESSABLE_ENTITY', message: refusalWords }),
        });
      case 'denies-us':
        return fault(401, 'UNAUTHORIZED', 'The connection is not authorized.');
      case 'is-busy':
        return fault(429, 'THRESHOLD_EXCEEDED', 'Too many requests', { 'Retry-After': '7' });
      case 'is-down':
        return outer(404, '<html>Not found</html>');
      case 'loses-answer':
        store();
        return never();
      case 'hangs':
        return new Promise((resolve) => releases.push(() => resolve(store())));
    }
  }

  fake.serve = async (call) => {
    const path = /^https:\/\/desk\.zoho\.eu\/api\/v1\/tickets\/([^/]+)\/attachments(?:\/(\d+))?(\?isPublic=false)?$/;
    const [, ticketId = '', attachmentId, visibility] = path.exec(call.url) ?? [];
    if (!ticketId || call.connectionLinkName !== 'anexodesk') throw { errMsg: `Unexpected call to ${call.url}` };
    if (call.method === 'POST' && visibility) return upload(call, ticketId);
    if (call.method === 'DELETE') {
      const at = shelf.files.findIndex(({ id }) => id === attachmentId);
      if (at < 0) return fault(404, 'URL_NOT_FOUND', 'No such attachment');
      shelf.files.splice(at, 1);
      return outer(204, '');
    }
    const data = shelf.files
      .filter((file) => file.ticketId === ticketId)
      .map((file) => ({
        id: file.id,
        name: file.name,
        size: `${file.bytes.length}`,
        createdTime: shelf.createdTimeOf(file),
      }));
    return data.length > 0 ? well({ data }) : outer(204, '');
  };

  return {
    fake,
    clock,
    shelf,
    route: createConnectorRoute({ host, limits: stageLimits, clock }),
    can: { progress: false, stop: false, tell: true },
    play(next: RoutePlay) {
      play = next;
    },
    stored: () => shelf.files,
    uploads: () => fake.calls.filter(({ method }) => method === 'POST').length,
    /** Lets every upload that hangs be stored and answered. */
    release() {
      for (const release of releases.splice(0)) release();
    },
  };
}

describeRoute('connector', setUp);

describe('the connector', () => {
  it('sends one file as the part `file`, with the organisation, hidden from the customer', async () => {
    const { route, fake } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    expect(fake.calls[0]).toMatchObject({
      method: 'POST',
      url: 'https://desk.zoho.eu/api/v1/tickets/4000000012345/attachments?isPublic=false',
      headers: { orgId: '700001' },
      files: [{ part: 'file' }],
    });
    expect(Object.keys(fake.calls[0]?.headers ?? {})).toEqual(['orgId']);
    expect(fake.calls[0]?.keys).not.toContain('responseType');
  });

  it('leaves the organisation out where it is not known', async () => {
    const { route, fake } = await setUp();
    fake.data.delete('portal.id');
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome.kind).toBe('delivered');
    expect(fake.calls[0]?.headers).toEqual({});
  });

  it('keeps a strange ticket id within the path', async () => {
    const { route, fake } = await setUp();
    await route.send(consign(pdfBytes(10), 'a.pdf', '../9?x=#'), watching());
    expect(new URL(fake.calls[0]?.url ?? '').pathname).toBe('/api/v1/tickets/..%2F9%3Fx%3D%23/attachments');
  });

  it.each([
    [10, 30_000],
    [1024 * 1024, 38_000],
  ])('awaits an upload of %i bytes for %i ms and no longer', async (bytes, ms) => {
    const { route, clock, play } = await setUp();
    play('hangs');
    let ended = false;
    const sending = route.send(consign(pdfBytes(bytes)), watching()).finally(() => {
      ended = true;
    });
    await clock.advance(ms - 1);
    expect(ended).toBe(false);
    await clock.advance(2);
    expect((await sending).outcome.kind).toBe('unknown');
  });

  it('tells later how a call that took too long, or was cancelled, ended', async () => {
    const { route, clock, play, release, stored } = await setUp();
    play('hangs');
    const slow = await clock.run(route.send(consign(pdfBytes(10), 'slow.pdf'), watching()));
    const cancelling = new AbortController();
    const cancelled = route.send(consign(pdfBytes(10), 'cancelled.pdf'), watching(cancelling.signal));
    await clock.advance(0);
    cancelling.abort();
    const { later } = await cancelled;
    release();
    expect(await slow.later).toEqual({ kind: 'delivered', attachmentId: stored()[0]?.id });
    expect(await later).toEqual({ kind: 'delivered', attachmentId: stored()[1]?.id });
  });

  it('tells later of a cancelled call even past its timeout', async () => {
    const { route, clock, play, release } = await setUp();
    play('hangs');
    const cancelling = new AbortController();
    const sending = route.send(consign(pdfBytes(10)), watching(cancelling.signal));
    await clock.advance(0);
    cancelling.abort();
    const { later } = await sending;
    await clock.advance(60_000);
    release();
    expect(await later).toMatchObject({ kind: 'delivered' });
  });

  it('removes an attachment by its id', async () => {
    const { route, stored, fake } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    const ticket = { id: '4000000012345' };
    const id = stored()[0]?.id ?? '';
    expect(await route.withdraw?.(ticket, id)).toBe(true);
    expect(stored()).toEqual([]);
    // As somebody else may have done before.
    expect(await route.withdraw?.(ticket, id)).toBe(true);
    fake.serve = async () => JSON.stringify({ statusCode: 403, response: '{"errorCode":"FORBIDDEN"}' });
    expect(await route.withdraw?.(ticket, id)).toBe(false);
  });

  it('leaves a size that something before Desk found too large to another route', async () => {
    const { route, fake } = await setUp();
    fake.serve = async () => JSON.stringify({ statusCode: 413, response: '<html>too large</html>' });
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome).toEqual({
      kind: 'limits',
      findings: [{ kind: 'too-large', size: 10, limit: 9 }],
    });
    fake.serve = async () => JSON.stringify({ statusCode: 413, response: '{"errorCode":"RESOURCE_SIZE_EXCEEDED"}' });
    expect((await route.send(consign(pdfBytes(10)), watching())).outcome).toMatchObject({
      kind: 'refused',
      reason: 'too-large',
    });
  });

  it.each([
    [500, '{"errorCode":"INTERNAL_SERVER_ERROR","message":"Oops"}'],
    [200, '<html>Please sign in</html>'],
  ])('cannot tell what the ticket has from %i %s', async (statusCode, response) => {
    const { route, fake } = await setUp();
    fake.serve = async () => JSON.stringify({ statusCode, response });
    const { ticket } = consign('x');
    expect((await route.findArrival(questionAbout(consign('x'), 0))).kind).toBe('untold');
    expect(await route.readAttachmentIds?.(ticket)).toBeUndefined();
  });
});
