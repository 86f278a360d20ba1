import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { createIdempotency, keepMs } from './idempotency.ts';
import { createKeptPlaces } from './shared/kept-places.ts';
import { createMemoryState } from './shared/memory-state.ts';
import type { SharedState } from './shared/shared-state.ts';

const delivered: UploadEnd = { kind: 'delivered', attachmentId: '1' };
const unknown: UploadEnd = { kind: 'unknown', message: 'lost' };
const untold: Arrival = { kind: 'untold', message: 'cannot list' };

/** Two gateways with one state. @param inATrice whether every wait is over as soon as it begins */
function setUp({ inATrice = false } = {}) {
  let nowMs = 1000;
  let elapsedMs = 0;
  const asked: number[] = [];
  let sent = 0;
  const waits: (() => void)[] = [];
  const now = (): number => nowMs;
  const state = createMemoryState({ now, elapsed: () => elapsedMs });
  const places = createKeptPlaces(state, 60_000);
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      waits.push(resolve);
      if (inATrice) resolve();
    });
  const open = () => {
    const idempotency = createIdempotency({ now, state, places, wait });
    return (key: string, end: UploadEnd | Promise<UploadEnd>, arrival: Arrival = untold) =>
      idempotency.run(key, {
        send: async () => {
          sent += 1;
          return end;
        },
        ask: async (sinceMs) => {
          asked.push(sinceMs);
          return arrival;
        },
      });
  };
  return {
    asked,
    now,
    state,
    waits,
    sent: () => sent,
    advance: (ms: number) => {
      nowMs += ms;
    },
    /** Lets so many milliseconds pass in which no gateway keeps what it holds. */
    outlive: (ms: number) => {
      elapsedMs += ms;
    },
    run: open(),
    runElsewhere: open(),
  };
}

function deferred() {
  let resolve: (end: UploadEnd) => void = () => undefined;
  const promise = new Promise<UploadEnd>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('createIdempotency', () => {
  it.each([delivered, { kind: 'refused', reason: 'type', message: 'no' } as const])(
    'gives the first answer again for 24 hours: %j',
    async (end) => {
      const { run, sent, advance } = setUp();
      await run('a', end);
      advance(keepMs - 1);
      expect(await run('a', { kind: 'delivered', attachmentId: '2' })).toEqual(end);
      expect(sent()).toBe(1);
      advance(1);
      expect(await run('a', { kind: 'delivered', attachmentId: '2' })).toMatchObject({ attachmentId: '2' });
    },
  );

  it('keeps keys apart', async () => {
    const { run, sent } = setUp();
    await run('a', delivered);
    await run('b', delivered);
    expect(sent()).toBe(2);
  });

  it.each([
    { kind: 'busy', message: '' } as const,
    { kind: 'unavailable', message: '' } as const,
    { kind: 'unauthorized', message: '' } as const,
    { kind: 'cancelled' } as const,
  ])('keeps no end that left nothing behind: %j', async (end) => {
    const { run, sent } = setUp();
    expect(await run('a', end)).toEqual(end);
    expect(await run('a', delivered)).toEqual(delivered);
    expect(sent()).toBe(2);
  });

  it('takes back its own beginning, and not what another has kept since', async () => {
    const { run, state } = setUp();
    const first = deferred();
    const failed = run('a', first.promise);
    await new Promise(setImmediate);
    const kept = JSON.stringify({ sinceMs: 2000, end: delivered });
    await state.set('upload:a', kept, keepMs);
    first.resolve({ kind: 'unavailable', message: '' });
    expect(await failed).toMatchObject({ kind: 'unavailable' });
    expect(await run('a', unknown)).toEqual(delivered);
  });

  it('lets its beginning give way, and its end to nothing, where it works apart from the others', async () => {
    const { state, now } = setUp();
    const sets: unknown[] = [];
    const noting: SharedState = { ...state, set: async (_key, ...rest) => void sets.push(rest) };
    const idempotency = createIdempotency({ now, state: noting });
    await idempotency.run('a', { send: async () => delivered, ask: async () => untold });
    const sinceMs = now();
    expect(sets).toEqual([
      [JSON.stringify({ sinceMs }), keepMs, 'gives-way'],
      [JSON.stringify({ sinceMs, end: delivered }), keepMs],
    ]);
  });

  it('joins the second to the first while that is on its way', async () => {
    const { run, sent } = setUp();
    const first = deferred();
    const both = [run('a', first.promise), run('a', delivered)];
    first.resolve({ kind: 'busy', message: 'later' });
    expect(await Promise.all(both)).toEqual([
      { kind: 'busy', message: 'later' },
      { kind: 'busy', message: 'later' },
    ]);
    expect(sent()).toBe(1);
  });

  it("lets the second go by itself when the first's caller went away", async () => {
    const { run, sent } = setUp();
    const first = deferred();
    const both = [run('a', first.promise), run('a', delivered), run('a', delivered)];
    first.resolve({ kind: 'cancelled' });
    expect(await Promise.all(both)).toEqual([{ kind: 'cancelled' }, delivered, delivered]);
    expect(sent()).toBe(2);
  });

  it('keeps an unknown end until the ticket tells', async () => {
    const { run, sent, asked, advance } = setUp();
    await run('a', unknown);
    advance(5000);
    expect(await run('a', delivered)).toEqual(unknown);
    expect(sent()).toBe(1);
    expect(await run('a', delivered, { kind: 'arrived', attachmentId: '9' })).toMatchObject({ attachmentId: '9' });
    expect(await run('a', delivered)).toMatchObject({ attachmentId: '9' });
    expect(sent()).toBe(1);
    expect(asked).toEqual([1000, 1000]);
  });

  it('sends again once the ticket says that nothing arrived', async () => {
    const { run, sent } = setUp();
    await run('a', unknown);
    expect(await run('a', delivered, { kind: 'absent' })).toEqual(delivered);
    expect(sent()).toBe(2);
  });

  it('lets another try where the work itself failed', async () => {
    const { run } = setUp();
    await expect(run('a', Promise.reject(new Error('fault')))).rejects.toThrow('fault');
    expect(await run('a', delivered)).toEqual(delivered);
  });
});

describe('createIdempotency over several gateways', () => {
  it('gives the first answer again at any of them', async () => {
    const { run, runElsewhere, sent, state } = setUp();
    const end: UploadEnd = { kind: 'refused', reason: 'type', message: 'no', status: 415, code: 'X' };
    await run('a', end);
    expect(await runElsewhere('a', delivered)).toEqual(end);
    expect(await runElsewhere('b', { ...delivered, ticketId: '7' })).toEqual({ ...delivered, ticketId: '7' });
    expect(await run('b', delivered)).toEqual({ ...delivered, ticketId: '7' });
    expect(sent()).toBe(2);
    expect(state.places()).toEqual([]);
  });

  it('waits while another sends, and answers the same', async () => {
    const { run, runElsewhere, sent, waits } = setUp();
    const first = deferred();
    const both = [run('a', first.promise), runElsewhere('a', unknown)];
    await expect.poll(() => waits.length).toBe(1);
    first.resolve(delivered);
    await both[0];
    waits[0]?.();
    expect(await Promise.all(both)).toEqual([delivered, delivered]);
    expect(sent()).toBe(1);
  });

  it('is busy when another does not end in time', async () => {
    const { run, runElsewhere, sent, waits } = setUp({ inATrice: true });
    void run('a', deferred().promise);
    await expect.poll(sent).toBe(1);
    expect(await runElsewhere('a', delivered)).toMatchObject({ kind: 'busy', waitMs: 5000 });
    expect(waits).toHaveLength(299);
    expect(sent()).toBe(1);
  });

  it.each<[string, Arrival, UploadEnd, number]>([
    ['which arrived', { kind: 'arrived', attachmentId: '9' }, { kind: 'delivered', attachmentId: '9' }, 0],
    ['which did not arrive', { kind: 'absent' }, delivered, 1],
  ])('asks after the upload of a gateway that died, %s', async (_, arrival, expected, sends) => {
    const { runElsewhere, state, sent, asked } = setUp();
    await state.set('upload:a', JSON.stringify({ sinceMs: 500 }), keepMs);
    expect(await runElsewhere('a', delivered, arrival)).toEqual(expected);
    expect(await runElsewhere('a', unknown, untold)).toEqual(expected);
    expect([sent(), asked]).toEqual([sends, [500]]);
  });

  it('asks after what a gateway sent as it died, from when it began to', async () => {
    const { run, runElsewhere, sent, outlive, asked } = setUp();
    void run('a', deferred().promise);
    await expect.poll(sent).toBe(1);
    outlive(60_000);
    expect(await runElsewhere('a', delivered, { kind: 'arrived', attachmentId: '9' })).toMatchObject({
      attachmentId: '9',
    });
    expect(asked).toEqual([1000]);
  });

  it('leaves the upload of a gateway that died unknown where nobody can tell', async () => {
    const { run, state, sent } = setUp();
    await state.set('upload:a', JSON.stringify({ sinceMs: 500 }), keepMs);
    const end = { kind: 'unknown', message: expect.stringContaining('ended before it knew') };
    expect(await run('a', delivered)).toEqual(end);
    expect(await run('a', delivered)).toEqual(end);
    expect(sent()).toBe(0);
  });
});
