import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Capability, Capable, Destination } from './destination.ts';
import { call, type DestinationCase, longSilence, pdf, type Setting } from './suite-setting.suite.ts';
import { startWire } from './wire.suite.ts';

const all = { offset: 0, limit: 100 };

/** What can be done with the files that a ticket has, as far as the service can. */
export function attachmentsSuite(given: DestinationCase, setting: () => Setting): void {
  /** A test of a service that can do all of these, and none of another. */
  function itCan<Of extends Capability>(
    needed: readonly Of[],
    name: string,
    test: (destination: Capable<Of>, setting: Setting) => Promise<void>,
  ): void {
    it(name, async () => {
      const { destination } = setting();
      if (can(destination, needed)) await test(destination, setting());
      else expect(needed.every((one) => destination.can.has(one))).toBe(false);
    });
  }

  async function uploadOne(bytes = pdf(2000), options = {}): Promise<string> {
    const end = await setting().upload(bytes, options);
    const id = setting().stored().at(-1)?.id;
    if (end.kind !== 'delivered' || id === undefined) throw new Error('the file was not stored');
    return id;
  }

  itCan(['list'], 'lists what the ticket has, newest first and in pages', async ({ list }, { ticketId }) => {
    expect(await list(ticketId, all, call)).toEqual({ kind: 'listed', attachments: [] });
    for (const name of ['first.pdf', 'second.pdf', 'thïrd & <3>.pdf']) {
      setting().nowMs += 1000;
      await uploadOne(pdf(10), { name });
    }
    const newest = { name: 'thïrd & <3>.pdf', size: 10, mimeType: 'application/pdf' };
    const whole = await list(ticketId, all, call);
    expect(whole).toMatchObject({ attachments: [newest, { name: 'second.pdf' }, { name: 'first.pdf' }] });
    const times = whole.kind === 'listed' ? whole.attachments.map(({ createdAt }) => Date.parse(createdAt)) : [];
    expect(times).toEqual([3, 2, 1].map((seconds) => Date.parse('2026-06-01T12:00:00Z') + seconds * 1000));
    const ids = whole.kind === 'listed' ? whole.attachments.map(({ id }) => id) : [];
    expect(ids).toEqual(
      setting()
        .stored()
        .map(({ id }) => id)
        .toReversed(),
    );
    const page = await list(ticketId, { offset: 1, limit: 1 }, call);
    expect(page).toMatchObject({ attachments: [{ name: 'second.pdf' }] });
    expect(await list(ticketId, { offset: 3, limit: 100 }, call)).toEqual({ kind: 'listed', attachments: [] });
  });

  itCan(['list'], 'learns the clock of the service from its answers', async (_, { services, ticketId, nowMs }) => {
    const destination = given.open(services.url, { silenceMs: longSilence, now: () => nowMs - 3_600_000 });
    expect((await destination.list?.(ticketId, all, call))?.kind).toBe('listed');
    expect(destination.clockAheadMs?.()).toBe(3_600_000);
  });

  itCan(['read'], 'reads one', async ({ read }, { ticketId }) => {
    const id = await uploadOne(pdf(10), { name: 'first.pdf' });
    await uploadOne();
    expect(await read(ticketId, id, call)).toMatchObject({
      kind: 'found',
      attachment: { id, name: 'first.pdf', size: 10, mimeType: 'application/pdf' },
    });
  });

  itCan(['content'], 'gives the content as it was', async ({ content }, { ticketId }) => {
    for (const size of [1, 2, 2000, 3_000_001]) {
      const bytes = pdf(size);
      const reading = await content(ticketId, await uploadOne(bytes), call);
      if (reading.kind !== 'content') throw new Error(reading.kind);
      expect([reading.size, reading.mimeType]).toEqual([size, 'application/pdf']);
      expect((await buffer(reading.stream)).equals(bytes)).toBe(true);
    }
  });

  itCan(
    ['content'],
    'lets go of the service when the content is no longer wanted',
    async (_, { services, ticketId }) => {
      const wire = await startWire(services.url);
      const destination = given.open(wire.url, { silenceMs: longSilence });
      const id = await uploadOne(pdf(4_000_000));

      const first = await destination.content?.(ticketId, id, call);
      if (first?.kind !== 'content') throw new Error(first?.kind);
      first.stream.destroy();
      await vi.waitFor(() => expect(wire.open()).toBe(0));

      const gone = new AbortController();
      const second = await destination.content?.(ticketId, id, { signal: gone.signal });
      if (second?.kind !== 'content') throw new Error(second?.kind);
      gone.abort();
      await expect(buffer(second.stream)).rejects.toThrow();
      await vi.waitFor(() => expect(wire.open()).toBe(0));
      await wire.close();
    },
  );

  itCan(['content'], 'does not take half a content for the whole', async (_, { services, ticketId }) => {
    const wire = await startWire(services.url);
    const destination = given.open(wire.url, { silenceMs: longSilence });
    const id = await uploadOne(pdf(20_000));
    // What comes before the content itself is shorter than that.
    wire.cutAnswers(new RegExp(`^GET \\S*${id}`), 5000);
    const reading = await destination.content?.(ticketId, id, call);
    if (reading?.kind === 'content') await expect(buffer(reading.stream)).rejects.toThrow();
    else expect(reading).toMatchObject({ kind: 'failed', outcome: { kind: 'unavailable' } });
    await wire.close();
  });

  itCan(['remove', 'list'], 'deletes one, once', async ({ remove, list }, { ticketId }) => {
    const id = await uploadOne(pdf(10), { name: 'first.pdf' });
    await uploadOne(pdf(10), { name: 'second.pdf' });
    expect(await remove(ticketId, id, call)).toEqual({ kind: 'removed' });
    expect(await list(ticketId, all, call)).toMatchObject({ attachments: [{ name: 'second.pdf' }] });
    expect(await remove(ticketId, id, call)).toEqual({ kind: 'not-found' });
  });

  itCan(['setVisibility', 'read'], 'shows one and hides it', async ({ setVisibility, read }, { ticketId }) => {
    const id = await uploadOne();
    for (const isPublic of [true, false]) {
      expect(await setVisibility(ticketId, id, isPublic, call)).toEqual({ kind: 'changed' });
      expect(await read(ticketId, id, call)).toMatchObject({ attachment: { isPublic } });
    }
    expect(await setVisibility(ticketId, given.unknownAttachment, true, call)).toEqual({ kind: 'not-found' });
  });

  itCan(['uploadLink', 'list'], 'attaches a link, and none but of the web', async ({ uploadLink, list }, setting) => {
    const { ticketId, stored } = setting;
    const link = 'https://example.com/photos?id=7&size=large';
    expect(await uploadLink(ticketId, link, call)).toMatchObject({ kind: 'delivered', attachmentId: stored()[0]?.id });
    expect(stored()).toMatchObject([{ link }]);
    expect(await list(ticketId, all, call)).toMatchObject({ attachments: [{ link, size: 0 }] });
    const asked = setting.services.requests.all().length;
    for (const other of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'ftp://example.com/',
      'https://a:b@example.com/',
      'x',
    ]) {
      expect(await uploadLink(ticketId, other, call)).toMatchObject({ kind: 'refused', reason: 'invalid' });
    }
    expect(setting.services.requests.all()).toHaveLength(asked);
  });

  /** Every question about one attachment, with the end of each. */
  function ask(destination: Destination, ticketId: string, id: string, by = call) {
    return Promise.all([
      destination.read?.(ticketId, id, by),
      destination.content?.(ticketId, id, by),
      destination.remove?.(ticketId, id, by),
    ]).then((ends) => ends.filter((end) => end !== undefined));
  }

  it('knows nothing of what the ticket does not have, and is led nowhere else', async () => {
    const { destination, ticketId, services } = setting();
    const other = await destination.findTicket(given.unknownTicket, call);
    const id = await uploadOne();
    const ends = [
      ...(await ask(destination, ticketId, given.unknownAttachment)),
      ...(await ask(destination, other.kind === 'found' ? other.ticketId : '', id)),
    ];
    expect(ends.map((end) => end.kind)).toEqual(ends.map(() => 'not-found'));
    const asked = services.requests.all().length;
    for (const bad of ['..', '.', '', '1/../2', '1?x=1', '%2e%2e']) {
      const none = [...(await ask(destination, ticketId, bad)), ...(await ask(destination, bad, id))];
      expect(none.map((end) => end.kind)).toEqual(none.map(() => 'not-found'));
    }
    // A service that can only be asked for its whole list is asked for that.
    const since = services.requests.all().slice(asked);
    expect(since.map(({ path, method }) => `${method} ${path}`).filter((one) => /\.\.|\?|%/.test(one))).toEqual([]);
    expect(since.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it.each([
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'unauthorized' }],
    [429, { kind: 'busy', waitMs: 3000 }],
    [500, { kind: 'unavailable' }],
    [502, { kind: 'unavailable' }],
  ])('says why a question was not answered: %i', async (status, outcome) => {
    const { destination, ticketId, strike } = setting();
    const id = await uploadOne();
    strike({ path: '', method: 'GET', kind: 'status', status, body: '<html>', headers: { 'retry-after': '3' } });
    const ends = await Promise.all([
      destination.list?.(ticketId, all, call),
      destination.read?.(ticketId, id, call),
      destination.content?.(ticketId, id, call),
    ]);
    for (const end of ends.filter((one) => one !== undefined)) {
      expect(end).toMatchObject({ kind: 'failed', outcome });
    }
  });

  itCan(
    ['list', 'read', 'remove'],
    'makes nothing of garbage and silence',
    async (_, { services, ticketId, strike }) => {
      const id = await uploadOne();
      const destination = given.open(services.url, { silenceMs: 500 });
      const ends = async () => [
        await destination.list?.(ticketId, all, call),
        await destination.read?.(ticketId, id, call),
      ];
      for (const fault of [
        { kind: 'status', status: 200, body: 'Welcome!' },
        { kind: 'status', status: 200, body: '{"data":[{"id":1}]}' },
        { kind: 'hang-before' },
        { kind: 'reset-after' },
      ]) {
        strike({ path: '', ...fault });
        for (const end of await ends()) expect(end).toMatchObject({ kind: 'failed', outcome: { kind: 'unavailable' } });
      }
      // Whether it was deleted is not known.
      strike({ path: '', kind: 'reset-after' });
      const removal = await destination.remove?.(ticketId, id, call);
      expect(removal).toMatchObject({ kind: 'failed', outcome: { kind: 'unknown' } });
    },
  );

  itCan(['list', 'read'], 'gives up an answer that trickles in', async (_, { services, ticketId }) => {
    const id = await uploadOne();
    const wire = await startWire(services.url);
    onTestFinished(() => wire.close());
    wire.trickleAnswers(/^GET /, 20);
    const destination = given.open(wire.url, { silenceMs: 1000 });
    const message = expect.stringContaining('took more than 1 s over its answer');
    for (const end of [await destination.list?.(ticketId, all, call), await destination.read?.(ticketId, id, call)]) {
      expect(end).toMatchObject({ kind: 'failed', outcome: { kind: 'unavailable', message } });
    }
  });

  itCan(['list'], 'is cancelled by a caller who goes away', async (_, { services, ticketId, strike }) => {
    const wire = await startWire(services.url);
    const destination = given.open(wire.url, { silenceMs: longSilence });
    await uploadOne();
    strike({ path: '', method: 'GET', kind: 'hang-before' });
    const gone = new AbortController();
    const listing = destination.list?.(ticketId, all, { signal: gone.signal });
    await vi.waitFor(() => expect(services.requests.all().filter(({ method }) => method === 'GET')).toHaveLength(1));
    gone.abort();
    expect(await listing).toEqual({ kind: 'failed', outcome: { kind: 'cancelled' } });
    await vi.waitFor(() => expect(wire.open()).toBe(0));
    await wire.close();
  });
}

function can<Of extends Capability>(destination: Destination, needed: readonly Of[]): destination is Capable<Of> {
  return needed.every((one) => destination.can.has(one) && destination[one] !== undefined);
}
