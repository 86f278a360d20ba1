import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mountPanel, textFile, ticket } from './testing.tsx';

const delivered = { kind: 'delivered', route: 'connector' } as const;

/** Stands for the browser's own; tells the latest one whether the panel is on screen. */
let tell: (isIntersecting: boolean) => void = () => {};
class FakeObserver {
  constructor(callback: (entries: readonly { isIntersecting: boolean }[]) => void) {
    tell = (isIntersecting) => callback([{ isIntersecting }]);
  }
  observe(): void {}
  disconnect(): void {}
}
vi.stubGlobal('IntersectionObserver', FakeObserver);

afterEach(() => {
  vi.restoreAllMocks();
});

async function mountTwo() {
  const panel = await mountPanel();
  await act(async () => {});
  await panel.add(textFile('a.txt'), textFile('b.txt'));
  return panel;
}

describe('the notice outside the panel', () => {
  it('comes once, when the last upload has ended while the panel is scrolled away', async () => {
    const panel = await mountTwo();
    tell(false);
    await panel.end(0, delivered);
    await panel.passTime(1000);
    expect(panel.notices).toEqual([]);
    await panel.end(1, delivered);
    await panel.passTime(1000);
    expect(panel.notices).toEqual([
      { title: 'Files for ticket #1042', content: '2 files are on the ticket.', icon: 'success' },
    ]);
    await panel.passTime(60_000);
    expect(panel.notices).toHaveLength(1);
  });

  it('comes while the tab is hidden', async () => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const panel = await mountTwo();
    await panel.end(0, delivered);
    await panel.end(1, { kind: 'failed', trials: [] });
    await panel.passTime(1000);
    expect(panel.notices).toMatchObject([{ icon: 'failure' }]);
    expect(panel.notices[0]?.content).toContain('a.txt is on the ticket. b.txt could not be sent.');
  });

  it('does not come while the panel is in view', async () => {
    const panel = await mountTwo();
    tell(false);
    await panel.end(0, delivered);
    tell(true);
    await panel.end(1, delivered);
    await panel.passTime(1000);
    expect(panel.notices).toEqual([]);
  });

  it('does not come for what the agent has cancelled', async () => {
    const panel = await mountTwo();
    tell(false);
    for (const index of [0, 1]) await panel.end(index, { kind: 'cancelled' });
    await panel.passTime(1000);
    expect(panel.notices).toEqual([]);
  });

  it('names no number where the files are for several tickets', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'));
    await act(() => panel.queue.add([textFile('b.txt')], { ...ticket, id: '8', number: '1043' }));
    tell(false);
    for (const index of [0, 1]) await panel.end(index, delivered);
    await panel.passTime(1000);
    expect(panel.notices).toMatchObject([
      {
        title: 'Files for a ticket',
        content: 'Ticket #1042: a.txt is on the ticket. Ticket #1043: b.txt is on the ticket.',
      },
    ]);
  });
});
