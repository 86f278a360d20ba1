import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Place, SharedState } from './shared-state.ts';

/** The same state as two gateways see it; they are one where it is a single gateway's. */
export interface TwoViews {
  readonly one: SharedState;
  readonly other: SharedState;
}

const longMs = 60_000;
/** Ends while a test waits for it. */
const shortMs = 40;

/** What every implementation of the shared state does. @param open called before each test, for an empty state */
export function sharedStateSuite(name: string, open: () => Promise<TwoViews>): void {
  describe(`the shared state ${name}`, () => {
    let one: SharedState;
    let other: SharedState;
    beforeEach(async () => {
      ({ one, other } = await open());
    });

    const place = (holder: string, ms = longMs): Place => ({ name: 'calls', holder, ms });

    describe('values', () => {
      it('shows all what one has set', async () => {
        expect(await other.get('a')).toBeUndefined();
        await one.set('a', 'first "é"', longMs);
        await one.set('b', '', longMs);
        expect([await other.get('a'), await other.get('b')]).toEqual(['first "é"', '']);
        await other.set('a', 'second', longMs);
        expect(await one.get('a')).toBe('second');
      });

      it('forgets what has had its time, which a new value begins anew', async () => {
        await one.set('a', 'short', shortMs);
        await one.set('b', 'short', shortMs);
        await one.set('b', 'long', longMs);
        await vi.waitFor(async () => expect(await other.get('a')).toBeUndefined());
        expect(await other.get('b')).toBe('long');
      });

      it('removes a value, and where one is expected no other', async () => {
        await one.set('a', '1', longMs);
        await other.remove('a', '2');
        expect(await one.get('a')).toBe('1');
        await other.remove('a', '1');
        expect(await one.get('a')).toBeUndefined();
        await one.set('a', '1', longMs);
        await other.remove('a');
        expect(await one.get('a')).toBeUndefined();
        await one.remove('a');
        await one.remove('a', '1');
      });
    });

    describe('places', () => {
      it('gives no more than there are, to all together', async () => {
        const takings = await Promise.all(
          ['a', 'b', 'c', 'd'].map((holder, index) => (index % 2 ? one : other).take(place(holder), 3)),
        );
        expect(takings.map(({ kind }) => kind).toSorted()).toEqual(['full', 'taken', 'taken', 'taken']);
        expect(await one.take({ ...place('e'), name: 'others' }, 1)).toEqual({ kind: 'taken' });
      });

      it('gives again what was left, once', async () => {
        await one.take(place('a'), 1);
        expect(await other.take(place('b'), 1)).toEqual({ kind: 'full' });
        await one.leave(place('a'));
        await one.leave(place('a'));
        expect(await other.take(place('b'), 1)).toEqual({ kind: 'taken' });
        expect(await one.take(place('c'), 1)).toEqual({ kind: 'full' });
      });

      it('frees the place of a holder that died, and of no other', async () => {
        await one.take(place('dead', shortMs), 2);
        await one.take(place('alive'), 2);
        await vi.waitFor(async () => expect(await other.take(place('next'), 2)).toEqual({ kind: 'taken' }));
        expect(await other.take(place('another'), 2)).toEqual({ kind: 'full' });
      });

      it('keeps a place for as long as its holder wants', async () => {
        await one.take(place('a', shortMs), 2);
        await one.take(place('b', shortMs), 2);
        await one.keep(place('a'));
        await vi.waitFor(async () => expect(await other.take(place('c'), 2)).toEqual({ kind: 'taken' }));
        expect(await other.take(place('d'), 2)).toEqual({ kind: 'full' });
      });

      it('gives a lost place back to its holder, even where there is no room', async () => {
        await one.take(place('a'), 1);
        await one.keep(place('b'));
        await one.leave(place('a'));
        expect(await other.take(place('c'), 1)).toEqual({ kind: 'full' });
      });

      it('gives a free place to who has waited for it the longest, and not to who came later', async () => {
        const asks = (of: string): Place => ({ ...place(of), turn: { of, ms: longMs } });
        await one.take(place('a'), 1);
        expect(await other.take(asks('b'), 1)).toEqual({ kind: 'full' });
        expect(await one.take(asks('c'), 1)).toEqual({ kind: 'full' });
        await one.leave(place('a'));
        expect(await one.take(asks('c'), 1)).toEqual({ kind: 'full' });
        expect(await other.take(asks('b'), 1)).toEqual({ kind: 'taken' });
        await other.leave(place('b'));
        expect(await other.take(asks('b'), 1)).toEqual({ kind: 'full' });
        expect(await one.take(asks('c'), 1)).toEqual({ kind: 'taken' });
      });

      it('gives as many as are free to those who wait, whoever asks first', async () => {
        const asks = (of: string): Place => ({ ...place(of), turn: { of, ms: longMs } });
        await one.take(place('a'), 1);
        for (const turn of ['b', 'c', 'd']) expect(await other.take(asks(turn), 1)).toEqual({ kind: 'full' });
        expect(await one.take(asks('d'), 3)).toEqual({ kind: 'full' });
        expect(await one.take(asks('c'), 3)).toEqual({ kind: 'taken' });
        expect(await other.take(asks('b'), 3)).toEqual({ kind: 'taken' });
      });

      it('does not wait for who asks no more', async () => {
        await one.take(place('a'), 1);
        expect(await other.take({ ...place('gone'), turn: { of: 'gone', ms: shortMs } }, 1)).toEqual({ kind: 'full' });
        await one.leave(place('a'));
        const next = { ...place('next'), turn: { of: 'next', ms: longMs } };
        await vi.waitFor(async () => expect(await one.take(next, 1)).toEqual({ kind: 'taken' }));
      });

      it('gives none during a pause, and says how long it is; the longer of two counts', async () => {
        await one.take(place('a'), 5);
        await one.pause('calls', longMs);
        await other.pause('calls', shortMs);
        const taking = await other.take(place('b'), 5);
        if (taking.kind !== 'paused') throw new Error(`it was ${taking.kind}`);
        expect(taking.ms).toBeGreaterThan(shortMs);
        expect(taking.ms).toBeLessThanOrEqual(longMs);
        expect(await one.take({ ...place('b'), name: 'others' }, 1)).toEqual({ kind: 'taken' });
      });

      it('goes on after a pause', async () => {
        await one.pause('calls', shortMs);
        await vi.waitFor(async () => expect(await other.take(place('a'), 1)).toEqual({ kind: 'taken' }));
      });
    });
  });
}
