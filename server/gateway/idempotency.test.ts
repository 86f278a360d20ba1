import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { createIdempotency, keepMs } from './idempotency.ts';

const delivered: UploadEnd = { kind: 'delivered', attachmentId: '1' };
const unknown: UploadEnd = { kind: 'unknown', message: 'lost' };
const untold: Arrival = { kind: 'untold', message: 'cannot list' };

function setUp(entries?: number) {
  let nowMs = 1000;
  const asked: number[] = [];
  let sent = 0;
  const idempotency = createIdempotency({ now: () => nowMs, ...(entries !== undefined && { entries }) });
  return {
    asked,
    sent: () => sent,
    advance: (ms: number) => {
      nowMs += ms;
    },
    run: (key: string, end: UploadEnd | Promise<UploadEnd>, arrival: Arrival = untold) =>
      idempotency.run(key, {
        send: async () => {
          sent += 1;
          return end;
        },
        ask: async (sinceMs) => {
          asked.push(sinceMs);
          return arrival;
        },
      }),
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

  it('lets the oldest go past its bound', async () => {
    const { run, sent } = setUp(2);
    for (const key of ['a', 'b', 'c', 'c', 'b']) await run(key, delivered);
    expect(sent()).toBe(3);
    await run('a', delivered);
    expect(sent()).toBe(4);
  });

  it('lets another try where the work itself failed', async () => {
    const { run } = setUp();
    await expect(run('a', Promise.reject(new Error('fault')))).rejects.toThrow('fault');
    expect(await run('a', delivered)).toEqual(delivered);
  });
});
