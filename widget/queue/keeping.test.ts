import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createBrowserStandIn } from './browser-stand-in.ts';
import { doubtMs } from './doubts.ts';
import { keptUpload } from './keeper.suite.ts';
import type { Keeper } from './keeper.ts';
import type { KeepingPlace } from './keeping.ts';
import { openPage, ticket } from './kept-page.ts';

const route = 'connector';
const delivered = { kind: 'delivered', route } as const;

describe('an upload that is kept', () => {
  it('is kept before it goes out, until it is delivered', async () => {
    const browser = createBrowserStandIn();
    const page = await openPage(browser);
    await page.add('a.txt');
    expect([...browser.held.keys()]).toEqual([page.idOf(0)]);
    expect(page.errands).toHaveLength(1);
    await page.errands[0]?.end(delivered);
    await page.settle();
    expect(browser.held.size).toBe(0);
    expect([page.news.standing.value, page.news.lost.value]).toEqual(['kept', { kept: [], expired: [], broken: 0 }]);
  });

  it('is kept too when it was picked before the storage opened', async () => {
    const browser = createBrowserStandIn();
    let open = () => {};
    const opening = new Promise<void>((resolve) => {
      open = resolve;
    });
    const page = await openPage(browser, (place) => opening.then(() => place));
    await page.add('a.txt', 'b.txt', 'c.txt');
    expect([page.news.standing.value, page.errands.length, browser.held.size]).toEqual(['opening', 0, 0]);
    open();
    await page.settle();
    expect([page.news.standing.value, page.errands.length, browser.held.size]).toEqual(['kept', 2, 3]);
  });

  it.each(['cancel', 'remove'] as const)('is kept no longer after %s', async (how) => {
    const browser = createBrowserStandIn();
    const page = await openPage(browser);
    await page.add('a.txt', 'b.txt', 'c.txt');
    page.queue[how](page.idOf(2));
    await page.settle();
    expect(browser.held.size).toBe(2);
    page.queue.cancel(page.idOf(0));
    await page.settle();
    expect(browser.held.size).toBe(1);
  });

  it('is not kept where it was removed while it was checked, so that no later page sends it', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    const adding = first.add('a.txt');
    first.queue.remove(first.idOf(0));
    await adding;
    expect(browser.held.size).toBe(0);
    first.close();
    const next = await openPage(browser);
    expect([next.rows(), next.errands.length]).toEqual([[], 0]);
  });

  it('goes on in the next page, in its order, with its bytes and its ticket', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt', 'b.txt', 'c.txt');
    first.close();
    const next = await openPage(browser);
    await next.add('d.txt');
    expect(next.rows()).toEqual(['a.txt starting', 'b.txt starting', 'c.txt queued', 'd.txt queued']);
    const consignment = next.errands[0]?.consignment;
    expect(consignment?.ticket).toEqual(ticket);
    expect(await consignment?.file.text()).toBe('abc');
    expect(next.errands[0]?.watch.byItself).toBe(true);
  });

  it('is in the queue of the next page when that says so, which it says of a browser that keeps nothing too', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt');
    first.close();
    const next = await openPage(browser);
    await next.restored;
    expect(next.rows()).toEqual(['a.txt starting']);
    const none = await openPage(browser, () => undefined);
    expect(await none.restored.then(() => none.rows())).toEqual([]);
  });

  it('tells the next page of the attempts of this one', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt');
    const past = { sinceMs: 1, earlierIds: ['9'], doubtMs: 2 };
    await first.errands[0]?.watch.onAttempts?.(past);
    first.close();
    const next = await openPage(browser);
    expect(next.errands[0]?.past).toEqual(past);
  });

  it('is not called cancelled in the next page where an attempt of this one may have arrived', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt');
    await first.errands[0]?.watch.onAttempts?.({ sinceMs: 1, earlierIds: ['9'], doubtMs: 2 });
    first.close();
    const next = await openPage(browser, undefined, signal(true));
    expect(next.rows()).toEqual(['a.txt queued']);
    next.queue.cancel(next.idOf(0));
    await next.settle();
    expect([next.rows(), browser.held.size]).toEqual([['a.txt unconfirmed'], 1]);
  });

  const told = { message: 'down', status: 503, code: 'BUSY', requestId: 'r-1' };
  it.each([
    { kind: 'failed', trials: [{ route, end: { kind: 'unavailable', ...told } }] },
    { kind: 'unconfirmed', route, message: 'nobody knows', end: { kind: 'unknown', ...told } },
    { kind: 'refused', route, outcome: { kind: 'refused', reason: 'type', ...told } },
  ] as const)('shows in the next page too that it ended as $kind, and is gone when dismissed there', async (end) => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt');
    await first.errands[0]?.end(end);
    await first.settle();
    first.close();
    const next = await openPage(browser);
    expect(next.rows()).toEqual([`a.txt ${end.kind}`]);
    expect(next.queue.uploads.peek()[0]?.peek().state).toEqual(end);
    expect(next.errands).toEqual([]);
    next.queue.remove(next.idOf(0));
    await next.settle();
    expect(browser.held.size).toBe(0);
  });

  it('is asked about again in the next page too, with what this one knew', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt');
    const past = { sinceMs: 1, earlierIds: ['9'], doubtMs: 2 };
    await first.errands[0]?.watch.onAttempts?.(past);
    await first.errands[0]?.end({ kind: 'unconfirmed', route, message: 'nobody knows' });
    await first.settle();
    first.close();
    const next = await openPage(browser);
    await next.clock.advance(doubtMs.first);
    expect([first.looks, next.looks]).toEqual([[], [past]]);
  });

  describe('of a file that cannot be read any more', () => {
    /** As a browser refuses one that was changed, renamed or deleted after it was picked. */
    const vanish = (file: File | undefined) =>
      Object.assign(file ?? {}, {
        slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }),
      });
    const unreadable = { kind: 'limits', findings: [{ kind: 'unreadable' }] } as const;

    it('goes out as the copy', async () => {
      const page = await openPage(createBrowserStandIn());
      await page.add('a.txt', 'b.txt', 'c.txt');
      vanish(page.queue.uploads.peek()[2]?.peek().file);
      await page.errands[0]?.end(delivered);
      await page.settle();
      const sent = page.errands[2]?.consignment.file;
      expect([sent?.name, await sent?.text()]).toEqual(['c.txt', 'abc']);
    });

    it.each([{ kind: 'failed' }, { kind: 'unconfirmed', route, message: 'no list' }] as const)(
      'goes out once more as the copy where that happens on the way, and it is $kind',
      async (end) => {
        const page = await openPage(createBrowserStandIn());
        await page.add('a.txt');
        vanish(page.errands[0]?.consignment.file);
        await page.errands[0]?.end({ ...end, trials: [{ route, end: unreadable }] });
        await page.settle();
        expect(await page.errands[1]?.consignment.file.text()).toBe('abc');
        await page.errands[1]?.end({ kind: 'failed', trials: [{ route, end: unreadable }] });
        await page.settle();
        expect([page.rows(), page.errands.length]).toEqual([['a.txt failed'], 2]);
      },
    );

    it('is checked as the copy when it is tried again', async () => {
      const page = await openPage(createBrowserStandIn());
      await page.add('a.txt');
      await page.errands[0]?.end({ kind: 'unconfirmed', route, message: 'nobody knows' });
      await page.settle();
      vanish(page.errands[0]?.consignment.file);
      await page.queue.retry(page.idOf(0));
      await page.settle();
      expect(page.rows()).toEqual(['a.txt starting']);
      expect(await page.errands[1]?.consignment.file.text()).toBe('abc');
    });
  });

  it('is said to be gone where it waited too long or cannot be read', async () => {
    const browser = createBrowserStandIn();
    browser.held.set('old', { record: keptUpload('old', { keptMs: 0 }), file: new Blob(['abc']) });
    browser.held.set('broken', { record: 'nonsense', file: new Blob(['abc']) });
    const page = await openPage(browser);
    expect(page.rows()).toEqual([]);
    expect(page.news.lost.value).toMatchObject({ expired: ['old.txt'], broken: 1 });
    expect(browser.held.size).toBe(0);
  });
});

describe('where uploads cannot be kept', () => {
  it('they go out all the same, and the panel says so', async () => {
    const page = await openPage(createBrowserStandIn(), () => undefined);
    await page.add('a.txt');
    expect(page.news.standing.value).toBe('none');
    expect(page.errands[0]?.watch.onAttempts).toBeUndefined();
    await page.errands[0]?.end(delivered);
    expect(page.rows()).toEqual(['a.txt delivered']);
  });

  const keeperWith = (change: Partial<Keeper>) => (place: KeepingPlace) => ({
    ...place,
    keeper: { ...place.keeper, ...change },
  });
  const failing: readonly (readonly [why: string, change: Partial<Keeper>, standing: string])[] = [
    ['for want of room', { keep: async () => ({ kind: 'full' }) }, 'full'],
    ['by a storage that fails', { keep: async () => ({ kind: 'failed' }) }, 'none'],
    ['since another tab let them go', { note: async () => false }, 'full'],
  ];

  it.each(failing)(
    '%s, they go out all the same, and the panel says so as long as they do',
    async (_, change, standing) => {
      const page = await openPage(createBrowserStandIn(), keeperWith(change));
      await page.add('a.txt');
      await page.errands[0]?.watch.onAttempts?.({ sinceMs: 1, earlierIds: [] });
      expect(page.news.standing.value).toBe(standing);
      await page.errands[0]?.end(delivered);
      expect(page.news.standing.value).toBe('kept');
    },
  );

  it('without older ones going, the panel says so', async () => {
    const page = await openPage(createBrowserStandIn(), (place) => ({
      ...place,
      keeper: {
        ...place.keeper,
        keep: async ({ order }) => ({ kind: 'kept', evicted: order === 3 ? [page.idOf(0), 'strange'] : [] }),
      },
    }));
    await page.add('a.txt', 'b.txt');
    expect(page.news.standing.value).toBe('kept');
    await page.add('c.txt');
    expect(page.news.standing.value).toBe('full');
    await page.errands[0]?.end(delivered);
    expect(page.news.standing.value).toBe('kept');
  });

  it('since they cannot be read, the panel does not blame the browser', async () => {
    const page = await openPage(createBrowserStandIn(), keeperWith({ keep: async () => ({ kind: 'unreadable' }) }));
    await page.add('a.txt');
    expect([page.news.standing.value, page.errands.length]).toEqual(['kept', 1]);
  });

  it('by a storage that does not answer, they wait ten seconds for it', async () => {
    const page = await openPage(createBrowserStandIn(), keeperWith({ keep: () => new Promise(() => {}) }));
    await page.add('a.txt');
    expect(page.news.standing.value).toBe('writing');
    expect(page.errands).toEqual([]);
    await page.clock.advance(10_000);
    expect(page.errands).toHaveLength(1);
    expect(page.news.standing.value).toBe('none');
  });

  it('by a slow storage, one that was cancelled meanwhile does not stay there', async () => {
    const browser = createBrowserStandIn();
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const page = await openPage(browser, (place) => ({
      ...place,
      keeper: { ...place.keeper, keep: (upload, file) => gate.then(() => place.keeper.keep(upload, file)) },
    }));
    await page.add('a.txt');
    page.queue.cancel(page.idOf(0));
    go();
    await page.settle();
    expect(browser.held.size).toBe(0);
  });
});
