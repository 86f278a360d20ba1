import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { call, type DestinationCase, incoming, longSilence, pdf, type Setting } from './suite-setting.suite.ts';
import { startWire } from './wire.suite.ts';

/** Files on their way to a ticket, and all that can happen to them. */
export function uploadSuite(given: DestinationCase, setting: () => Setting): void {
  it.each([
    [1, 64 * 1024, true],
    [2, 1, true],
    [1000, 7, true],
    [65_537, 10_000, false],
    [3_000_001, 64 * 1024, true],
  ])('brings %i bytes in pieces of %i, size known: %s', async (size, pieceLength, sized) => {
    const bytes = pdf(size);
    const end = await setting().upload(bytes, { pieceLength, sized });
    expect(end).toMatchObject({ kind: 'delivered' });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(setting().stored()).toMatchObject([{ size, sha256 }]);
  });

  it('keeps a name in any script, and the type', async () => {
    const file = { name: 'Orçamento nº 5 – "見積" 100%.png', mimeType: 'image/png' };
    expect(await setting().upload(pdf(10), file)).toMatchObject({ kind: 'delivered' });
    expect(setting().stored()).toMatchObject([file]);
  });

  it('is refused for a ticket that does not exist', async () => {
    const { destination } = setting();
    const finding = await destination.findTicket(given.unknownTicket, call);
    if (finding.kind !== 'found') throw new Error('the name is not well-formed');
    const file = incoming(pdf(10));
    const end = await destination.upload(finding.ticketId, file, call);
    expect(end).toMatchObject({ kind: 'refused', reason: 'ticket-not-found' });
    expect(file.stream.destroyed).toBe(true);
  });

  const { refused } = given;
  if (refused) {
    it("gives the service's words where it refuses the file", async () => {
      const { size, words, ...file } = refused;
      const end = await setting().upload(pdf(size), file);
      expect(end).toMatchObject({ kind: 'refused', message: expect.stringContaining(words) });
    });
  }

  const page = '<html><h1>Sorry</h1></html>';

  it.each([
    [400, 'x'.repeat(5000), { kind: 'refused' }],
    [401, '', { kind: 'unauthorized' }],
    [403, '', { kind: 'unauthorized' }],
    [404, page, { kind: 'refused', reason: 'ticket-not-found' }],
    [413, page, { kind: 'refused', reason: 'too-large' }],
    [415, '{"half":', { kind: 'refused', reason: 'type' }],
    [422, '[]', { kind: 'refused', reason: 'invalid' }],
    [429, '', { kind: 'busy' }],
    [500, page.repeat(1000), { kind: 'unknown' }],
    [502, page, { kind: 'unknown' }],
    [504, '', { kind: 'unknown' }],
    [200, 'Welcome!', { kind: 'unknown' }],
    [200, `{"data":[{"x":${'1'.repeat(5000)}`, { kind: 'unknown' }],
    [200, '{"data":[]}', { kind: 'unknown' }],
    [200, '', { kind: 'unknown' }],
  ])('makes sense of a bare %i: %.20s', async (status, body, expected) => {
    setting().strike({ kind: 'status', status, body });
    const file = incoming(pdf(200_000));
    const end = await setting().destination.upload(setting().ticketId, file, call);
    expect(end).toMatchObject({ ...expected, status });
    if ('message' in end) expect(end.message.length).toBeLessThanOrEqual(256);
    expect(end).not.toHaveProperty('waitMs');
    expect(file.stream.destroyed).toBe(true);
  });

  it.each([
    ['7', 7000],
    ['Mon, 01 Jun 2026 12:00:09 GMT', 9000],
  ])('is told when to come back: %s', async (value, waitMs) => {
    setting().strike({ kind: 'status', status: 429, headers: { 'retry-after': value } });
    const file = incoming(pdf(1_000_000));
    const end = await setting().destination.upload(setting().ticketId, file, call);
    expect(end).toMatchObject({ kind: 'busy', waitMs, status: 429 });
    expect(file.stream.destroyed).toBe(true);
  });

  it('is unavailable where nobody listens', async () => {
    await setting().services.close();
    expect(await setting().upload()).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is unavailable when the connection breaks before the last bytes: nothing can have arrived', async () => {
    setting().strike({ kind: 'reset-before' });
    // More than the buffers of a connection hold.
    const file = incoming(pdf(16_000_000));
    const end = await setting().destination.upload(setting().ticketId, file, call);
    expect(end).toMatchObject({ kind: 'unavailable' });
    expect(file.stream.destroyed).toBe(true);
    expect(setting().stored()).toEqual([]);
  });

  it('is unknown when the connection breaks after the last bytes', async () => {
    setting().strike({ kind: 'reset-after' });
    expect(await setting().upload()).toMatchObject({ kind: 'unknown' });
    expect(setting().stored()).toHaveLength(1);
  });

  it('is unknown when no more than half an answer comes', async () => {
    const wire = await startWire(setting().services.url);
    wire.cutAnswers(/^P(OST|UT) (?!\S*auth)/, 20);
    const destination = given.open(wire.url, { silenceMs: longSilence });
    expect(await destination.upload(setting().ticketId, incoming(pdf(2000)), call)).toMatchObject({ kind: 'unknown' });
    expect(setting().stored()).toHaveLength(1);
    await wire.close();
  });

  it.each([{ kind: 'hang-after' }, { kind: 'slow', bytesPerSecond: 1 }])(
    'is unknown when no answer comes in time: $kind',
    async (fault) => {
      const destination = given.open(setting().services.url, { silenceMs: 500 });
      setting().strike(fault);
      const end = await destination.upload(setting().ticketId, incoming(pdf(2000)), call);
      expect(end).toMatchObject({ kind: 'unknown', message: expect.stringContaining('no sign of life') });
    },
  );

  it('is unknown when the answer trickles in, however little it is silent', async () => {
    const wire = await startWire(setting().services.url);
    onTestFinished(() => wire.close());
    wire.trickleAnswers(/^P(OST|UT) (?!\S*auth)/, 20);
    const destination = given.open(wire.url, { silenceMs: 1000 });
    const end = await destination.upload(setting().ticketId, incoming(pdf(2000)), call);
    expect(end).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining('took more than 1 s over its answer'),
    });
  });

  it('is cancelled by a caller who goes away before the end, unknown after it, and lets go of the service', async () => {
    const { services, ticketId, stored, strike } = setting();
    const wire = await startWire(services.url);
    const destination = given.open(wire.url, { silenceMs: longSilence });
    const arrived = () => services.requests.all().filter(({ path }) => new RegExp(given.uploadPath).test(path));

    strike({ kind: 'hang-before', times: 1 });
    const early = new AbortController();
    const file = incoming(pdf(16_000_000));
    const first = destination.upload(ticketId, file, { signal: early.signal });
    await vi.waitFor(() => expect(arrived()).toHaveLength(1));
    early.abort();
    expect(await first).toEqual({ kind: 'cancelled' });
    expect(file.stream.destroyed).toBe(true);
    wire.drain();
    await vi.waitFor(() => expect(wire.open()).toBe(0));

    strike({ kind: 'hang-after' });
    const late = new AbortController();
    const second = destination.upload(ticketId, incoming(pdf(1000)), { signal: late.signal });
    await vi.waitFor(() => expect(stored()).toHaveLength(1));
    late.abort();
    expect(await second).toMatchObject({ kind: 'unknown' });
    await vi.waitFor(() => expect(wire.open()).toBe(0));
    await wire.close();
  });

  it('gives up when the file breaks off, and nothing arrives', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield pdf(1000);
      throw new Error('gone');
    }
    const stream = Readable.from(broken(), { objectMode: false });
    const { destination, ticketId, stored } = setting();
    const end = await destination.upload(ticketId, { ...incoming(pdf(5000)), stream }, call);
    expect(end).toMatchObject({ kind: 'unavailable' });
    expect(stored()).toEqual([]);
  });

  it('sends no file whose size is not what was announced', async () => {
    const { destination, ticketId, stored } = setting();
    for (const size of [999, 1001]) {
      const end = await destination.upload(ticketId, { ...incoming(pdf(1000)), size }, call);
      expect(end).toMatchObject({ kind: 'unavailable' });
    }
    expect(stored()).toEqual([]);
  });

  it('is unauthorized with a wrong secret', async () => {
    const { services, ticketId } = setting();
    const destination = given.open(services.url, { silenceMs: longSilence, wrongSecret: true });
    expect(await destination.upload(ticketId, incoming(pdf(10)), call)).toMatchObject({ kind: 'unauthorized' });
  });

  const { login } = given;
  if (!login) return;
  const logins = () =>
    setting()
      .services.requests.all()
      .filter(({ path }) => path === login.path);

  it('logs in once for all uploads', async () => {
    const ends = await Promise.all([setting().upload(), setting().upload(), setting().upload()]);
    expect(ends.map((end) => end.kind)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(logins()).toHaveLength(1);
  });

  it('does not ask at once again with a wrong secret', async () => {
    const { services, ticketId } = setting();
    const destination = given.open(services.url, { silenceMs: longSilence, wrongSecret: true });
    await destination.upload(ticketId, incoming(pdf(10)), call);
    expect(await destination.upload(ticketId, incoming(pdf(10)), call)).toMatchObject({ kind: 'unauthorized' });
    expect(logins()).toHaveLength(1);
  });

  it('is unavailable while the login fails, and asks again', async () => {
    setting().services.faults.set([{ ...login, kind: 'status', status: 502, body: 'Bad Gateway', times: 1 }]);
    expect(await setting().upload()).toMatchObject({ kind: 'unavailable' });
    expect(await setting().upload()).toMatchObject({ kind: 'delivered' });
  });
}
