import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createBrowserStandIn } from './browser-stand-in.ts';
import { openPage } from './kept-page.ts';

const route = 'connector';
const past = { sinceMs: 1, earlierIds: ['9'], doubtMs: 2 };
const unconfirmed = { kind: 'unconfirmed', route, message: 'lost' } as const;

/** A page whose one upload the agent cancels while an attempt is under way. */
async function cancelling(browser: ReturnType<typeof createBrowserStandIn>, held = signal(false)) {
  const page = await openPage(browser, undefined, held);
  await page.add('a.txt');
  await page.errands[0]?.watch.onAttempts?.(past);
  page.queue.cancel(page.idOf(0));
  await page.settle();
  return page;
}

describe('an upload that was cancelled when it may have arrived', () => {
  it('is asked about in the next page, and not sent, where this one ends before it knows', async () => {
    const browser = createBrowserStandIn();
    (await cancelling(browser)).close();
    const next = await openPage(browser);
    expect([next.rows(), next.errands.length]).toEqual([['a.txt unconfirmed'], 0]);
    await next.clock.advance(60_000);
    expect(next.looks).toEqual([past]);
    await next.queue.learn(next.idOf(0), { kind: 'absent' });
    await next.settle();
    expect([next.rows(), browser.held.size]).toEqual([['a.txt cancelled'], 0]);
  });

  it('does not become wanted by what is told of its last attempt', async () => {
    const browser = createBrowserStandIn();
    const page = await cancelling(browser);
    await page.errands[0]?.watch.onAttempts?.(past);
    page.close();
    expect((await openPage(browser)).errands).toHaveLength(0);
  });

  it('is kept no longer once it is known that it did not', async () => {
    const browser = createBrowserStandIn();
    const page = await cancelling(browser);
    expect(browser.held.size).toBe(1);
    await page.errands[0]?.end({ kind: 'cancelled' });
    await page.settle();
    expect([page.rows(), browser.held.size]).toEqual([['a.txt cancelled'], 0]);
  });

  it.each([unconfirmed, { kind: 'cancelled' }] as const)(
    'and then $kind, and is wanted again, is asked about before the next page sends it',
    async (end) => {
      const browser = createBrowserStandIn();
      const held = signal(false);
      const page = await cancelling(browser, held);
      await page.errands[0]?.end(end);
      held.value = true;
      await page.queue.retry(page.idOf(0));
      await page.settle();
      page.close();
      const next = await openPage(browser);
      expect([next.rows(), next.errands[0]?.past]).toEqual([['a.txt starting'], past]);
    },
  );

  it('in an earlier page, and is cancelled while it waits for one of its name and size, is not forgotten', async () => {
    const browser = createBrowserStandIn();
    const first = await openPage(browser);
    await first.add('a.txt');
    await first.errands[0]?.watch.onAttempts?.(past);
    const id = first.idOf(0);
    const other = await openPage(browser);
    await other.add('a.txt');
    first.close();
    await other.settle();
    await other.settle();
    other.queue.cancel(id);
    await other.settle();
    const resumed = other.errands.find(({ consignment }) => consignment.uploadId === id);
    expect(resumed?.past).toEqual(past);
  });
});
