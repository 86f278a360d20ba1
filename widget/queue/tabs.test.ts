import { describe, expect, it } from 'vitest';
import { createBrowserStandIn } from './browser-stand-in.ts';
import { openPage, ticket } from './kept-page.ts';

const route = 'connector';
const delivered = { kind: 'delivered', route, attachmentId: '55' } as const;
const failed = { kind: 'failed', trials: [{ route, end: { kind: 'unavailable', message: 'down' } }] } as const;

/** Two tabs of one browser; in the first, three files were picked before the second was opened. */
async function twoTabs() {
  const browser = createBrowserStandIn();
  const first = await openPage(browser);
  await first.add('a.txt', 'b.txt', 'c.txt');
  const second = await openPage(browser);
  const settle = async () => {
    await first.settle();
    await second.settle();
  };
  return { browser, first, second, settle };
}

describe('two tabs', () => {
  it('do not send the same upload, and each shows it', async () => {
    const { first, second } = await twoTabs();
    expect(first.rows()).toEqual(['a.txt starting', 'b.txt starting', 'c.txt queued']);
    expect(second.rows()).toEqual(['a.txt elsewhere sending', 'b.txt elsewhere sending', 'c.txt elsewhere queued']);
    expect([first.errands.length, second.errands.length]).toEqual([2, 0]);
  });

  it('tell each other how it goes', async () => {
    const { browser, first, second, settle } = await twoTabs();
    await first.errands[0]?.end(delivered);
    await first.errands[1]?.end(failed);
    await settle();
    expect(second.rows()).toEqual(['a.txt delivered', 'b.txt elsewhere failed', 'c.txt elsewhere sending']);
    expect(second.queue.uploads.peek()[0]?.peek().state).toEqual({ kind: 'delivered', route, elsewhere: true });
    expect([...browser.held.keys()]).toEqual([first.idOf(1), first.idOf(2)]);
  });

  it('show what is picked in the other after what they have', async () => {
    const { first, second, settle } = await twoTabs();
    await second.add('d.txt');
    await first.add('e.txt');
    await settle();
    expect(second.rows().slice(3)).toEqual(['d.txt starting', 'e.txt elsewhere queued']);
    expect(first.rows().slice(3)).toEqual(['d.txt elsewhere sending', 'e.txt queued']);
  });

  it('take over from one that is gone', async () => {
    const { first, second, settle } = await twoTabs();
    await first.errands[0]?.watch.onAttempts?.({ sinceMs: 1, earlierIds: [], doubtMs: 1 });
    await first.errands[1]?.end(failed);
    first.close();
    await settle();
    expect(second.rows()).toEqual(['a.txt starting', 'b.txt failed', 'c.txt starting']);
    expect(second.errands.map(({ past }) => past)).toEqual([{ sinceMs: 1, earlierIds: [], doubtMs: 1 }, undefined]);
  });

  it('take over only what they still show', async () => {
    const { first, second, settle } = await twoTabs();
    second.queue.remove(second.idOf(0));
    first.close();
    await settle();
    expect(second.rows()).toEqual(['b.txt starting', 'c.txt starting']);
    const third = await openPage(createBrowserStandIn());
    expect(third.rows()).toEqual([]);
  });

  it('forget what was dismissed in the other', async () => {
    const { first, second, settle } = await twoTabs();
    first.queue.cancel(first.idOf(2));
    await settle();
    expect(second.rows()).toEqual(['a.txt elsewhere sending', 'b.txt elsewhere sending']);
  });

  it('take over what was cancelled in the other, and then tried again', async () => {
    const { first, second, settle } = await twoTabs();
    first.queue.cancel(first.idOf(2));
    await settle();
    await first.queue.retry(first.idOf(2));
    await settle();
    expect(second.rows()[2]).toBe('c.txt elsewhere queued');
    first.close();
    await settle();
    expect(second.rows()[2]).toBe('c.txt queued');
  });

  it('go on with what the other only showed and dismissed', async () => {
    const { browser, first, second } = await twoTabs();
    second.queue.remove(second.idOf(0));
    first.close();
    const third = await openPage(browser);
    await second.settle();
    await third.settle();
    expect(third.rows()).toContain('a.txt starting');
  });

  it('cannot cancel or retry what the other has', async () => {
    const { second } = await twoTabs();
    second.queue.cancel(second.idOf(0));
    await second.queue.retry(second.idOf(0));
    expect(second.rows()[0]).toBe('a.txt elsewhere sending');
  });

  it('send different files of the same name and size one after the other', async () => {
    const { first, second, settle } = await twoTabs();
    await second.add('a.txt');
    expect(second.rows()[3]).toBe('a.txt starting');
    expect(second.errands).toEqual([]);
    await first.errands[0]?.end(delivered);
    await settle();
    expect(second.errands).toHaveLength(1);
    expect(second.claims.ofOthers(ticket.id, second.idOf(3))).toEqual(['55']);
  });

  it('do not make such files wait for each other on different tickets', async () => {
    const { second } = await twoTabs();
    await second.addFor({ id: '8' }, 'a.txt');
    expect(second.errands).toHaveLength(1);
  });

  it('do not make one wait that is cancelled', async () => {
    const { first, second, settle } = await twoTabs();
    await second.add('a.txt', 'd.txt', 'e.txt');
    second.queue.cancel(second.idOf(3));
    await settle();
    await second.errands.find(({ consignment }) => consignment.file.name === 'a.txt')?.end({ kind: 'cancelled' });
    await settle();
    expect(second.rows().slice(3)).toEqual(['a.txt cancelled', 'd.txt starting', 'e.txt starting']);
    await first.errands[0]?.end(delivered);
    expect(first.rows()[0]).toBe('a.txt delivered');
  });

  it('pass over what is no word of theirs', async () => {
    const { browser, second, settle } = await twoTabs();
    const channel = browser.openTab().openChannel('realm');
    for (const data of [
      null,
      'hello',
      { kind: 'doing', id: 'u0' },
      { kind: 'doing', id: 'strange', doing: 'queued' },
    ]) {
      channel.postMessage(data);
    }
    await settle();
    expect(second.rows()).toHaveLength(3);
  });
});
