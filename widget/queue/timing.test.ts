import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createTiming } from './timing.ts';
import type { Upload, UploadState } from './upload.ts';

const kilobyte = 1024;

/** A queue in the test's hands, with uploads of 100 kB each. */
function setUp(...names: readonly string[]) {
  const clock = createManualClock();
  const entries = names.map((name) => {
    const file = new File([new Uint8Array(100 * kilobyte)], name);
    const state: UploadState = { kind: 'checking' };
    return signal<Upload>({ id: name, ticket: { id: '7' }, file, mimeType: '', remark: undefined, state });
  });
  const listeners = new Set<(upload: Upload) => void>();
  const onChange = (listener: (upload: Upload) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const timing = createTiming({ uploads: signal(entries), onChange }, clock);
  const set = (index: number, state: UploadState) => {
    const entry = entries[index];
    if (!entry) throw new Error('no such upload');
    const before = entry.peek();
    entry.value = { ...before, state };
    if (before.state.kind !== state.kind) for (const listener of listeners) listener(entry.peek());
  };
  return { clock, timing, set, total: () => timing.reading.value.total, listeners };
}

const queued = { kind: 'queued' } as const;
const delivered = { kind: 'delivered', route: 'gateway' } as const;
const sending = (sentBytes?: number, route: 'gateway' | 'connector' = 'gateway') =>
  ({ kind: 'sending', route, attempt: 1, ...(sentBytes !== undefined && { sentBytes }) }) as const;

describe('the timing of uploads', () => {
  it('tells how much there is as soon as it is checked', async () => {
    const { clock, set, total } = setUp('a', 'b', 'c');
    expect(total()).toBeUndefined();
    set(0, { kind: 'rejected', findings: [] });
    set(1, queued);
    set(2, queued);
    await clock.advance(100);
    expect(total()).toEqual({ files: 2, bytes: 200 * kilobyte, sentBytes: 0, pace: undefined });
  });

  it('tells how far and how fast it goes, file by file and altogether', async () => {
    const { clock, timing, set, total } = setUp('a', 'b');
    set(0, sending());
    set(1, queued);
    await clock.advance(100);
    for (const seconds of [0, 1, 2, 3]) {
      set(0, sending(seconds * 20 * kilobyte));
      await clock.advance(1000);
    }
    expect(timing.reading.value.paces.get('a')?.leftMs).toBeCloseTo(2000);
    expect(total()).toMatchObject({ sentBytes: 60 * kilobyte });
    expect(total()?.pace?.leftMs).toBeCloseTo(7000);
    set(0, delivered);
    set(1, sending(20 * kilobyte));
    await clock.advance(1000);
    expect(total()).toMatchObject({ files: 2, bytes: 200 * kilobyte, sentBytes: 120 * kilobyte });
    expect(timing.reading.value.paces.size).toBe(0);
  });

  it('counts what has surely left, and tells no pace, while a route does not tell', async () => {
    const { clock, set, total } = setUp('a', 'b');
    set(0, sending(undefined, 'connector'));
    set(1, sending(10 * kilobyte));
    await clock.advance(3100);
    expect(total()).toMatchObject({ sentBytes: 10 * kilobyte, pace: undefined });
    set(0, delivered);
    await clock.advance(2000);
    expect(total()?.sentBytes).toBe(110 * kilobyte);
  });

  it('is over when nothing goes any more, and begins anew with the next', async () => {
    const { clock, set, total } = setUp('a', 'b');
    set(0, sending());
    await clock.advance(100);
    set(0, delivered);
    await clock.advance(1000);
    expect(total()).toBeUndefined();
    set(1, queued);
    await clock.advance(100);
    expect(total()).toMatchObject({ files: 1, bytes: 100 * kilobyte });
  });

  it('says at once that nothing goes any more', async () => {
    const { clock, set, total } = setUp('a', 'b');
    set(0, sending());
    set(1, sending());
    await clock.advance(100);
    expect(total()).toMatchObject({ files: 2, sentBytes: 0 });
    set(0, delivered);
    set(1, delivered);
    await clock.advance(100);
    expect(total()).toBeUndefined();
  });

  it('knows since when an upload is in its state', async () => {
    const { clock, timing, set } = setUp('a');
    await clock.advance(500);
    const failed = { kind: 'failed', trials: [] } as const;
    set(0, failed);
    const endedMs = clock.now();
    await clock.advance(5000);
    expect(timing.sinceMs(failed)).toBe(endedMs);
    expect(timing.sinceMs(queued)).toBeUndefined();
  });

  it('reads no more once it is ended', async () => {
    const { clock, timing, set, total, listeners } = setUp('a');
    set(0, queued);
    timing.end();
    await clock.advance(5000);
    expect(total()).toBeUndefined();
    expect(listeners.size).toBe(0);
  });
});
