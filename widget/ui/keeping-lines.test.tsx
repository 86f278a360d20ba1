import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { mountPanel, textFile, ticket, wordsOf } from './testing.tsx';

const route = 'connector';
const safe = 'You can leave at any time: what is not sent yet is kept in this browser and continues when you are back.';
const unsafe = 'Please stay until all files are sent: this browser cannot keep them.';
const full = 'There is no room to keep all waiting files: please stay until they are sent.';

const linesOf = (root: HTMLElement) => [...root.querySelectorAll('.problem')].map((line) => line.textContent);

/** Whether the browser would ask before it leaves the page. */
function asks(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

describe('what is said of the keeping of uploads', () => {
  it.each([
    ['that the agent may leave', 'kept', [safe], false],
    ['nothing before the storage has opened', 'opening', [], true],
    ['nothing while they are being written', 'writing', [], true],
    ['to stay where nothing is kept', 'none', [unsafe], true],
    ['to stay where there is no room', 'full', [full], true],
  ] as const)('is %s, as long as something is to be sent', async (_, standing, lines, asked) => {
    const panel = await mountPanel({ standing });
    expect([linesOf(panel.root), asks()]).toEqual([[], false]);
    await panel.add(textFile('a.txt'));
    expect([linesOf(panel.root), asks()]).toEqual([lines, asked]);
    expect(panel.said()).toBe(lines.filter((line) => line !== safe).join());
    await panel.end(0, { kind: 'delivered', route });
    expect([linesOf(panel.root), asks()]).toEqual([[], false]);
  });

  it.each([
    ['kept', [], false],
    ['none', [unsafe], true],
    ['full', [full], true],
  ] as const)(
    'is, where they stand as %s, what leaving would do to those that were not sent',
    async (standing, lines, asked) => {
      const panel = await mountPanel({ standing });
      await panel.add(textFile('a.txt'), textFile('b.txt'));
      await panel.end(0, { kind: 'failed', trials: [] });
      await panel.end(1, { kind: 'unconfirmed', route, message: '' });
      for (const name of ['a.txt', 'b.txt']) {
        expect([linesOf(panel.root), asks()]).toEqual([lines, asked]);
        await panel.click(panel.button(`Remove ${name} from this list`));
      }
      expect([linesOf(panel.root), asks()]).toEqual([[], false]);
    },
  );

  it('is nothing while a file is checked, and the browser asks: it is written only then', async () => {
    const panel = await mountPanel({ standing: 'kept' });
    let read = () => {};
    const head = new Promise<ArrayBuffer>((resolve) => {
      read = () => resolve(new ArrayBuffer(1));
    });
    const file = Object.assign(textFile('a.txt'), { slice: () => ({ arrayBuffer: () => head }) });
    let adding = Promise.resolve();
    await act(() => {
      adding = panel.queue.add([file], ticket);
    });
    expect([linesOf(panel.root), asks()]).toEqual([[], true]);
    read();
    await act(() => adding);
    expect([linesOf(panel.root), asks()]).toEqual([[safe], false]);
  });

  it('names those that waited too long, and says when some were broken', async () => {
    const { root } = await mountPanel({ lost: { expired: ['a.txt', 'b.txt'], broken: 1 } });
    expect(linesOf(root)).toEqual([
      'Waited for more than seven days and no longer kept: a.txt and b.txt',
      'Some waiting files could not be read any more. Please add them again.',
    ]);
  });

  it('is that files wait as long as there is no connection', async () => {
    const offline = signal(true);
    const { root, said } = await mountPanel({ offline });
    expect(linesOf(root)).toEqual(['No connection. Files wait and continue by themselves.']);
    expect(said()).toBe('No connection. Files wait and continue by themselves.');
    await act(() => {
      offline.value = false;
    });
    expect(linesOf(root)).toEqual([]);
    expect(said()).toBe('');
  });

  it('is read out once each', async () => {
    const offline = signal(false);
    const { said } = await mountPanel({ offline, lost: { expired: ['a.txt'], broken: 0 } });
    expect(said()).toBe('Waited for more than seven days and no longer kept: a.txt');
    await act(() => {
      offline.value = true;
    });
    expect(said()).toBe('No connection. Files wait and continue by themselves.');
  });
});

describe('uploads of other tabs', () => {
  const foreign = (id: string, ticketId = ticket.id) => ({
    id,
    ticket: { id: ticketId, number: '9' },
    file: textFile(`${id}.txt`),
    mimeType: 'text/plain',
    remark: undefined,
    state: { kind: 'elsewhere', doing: 'sending' } as const,
  });
  const told = { kind: 'told', state: { kind: 'delivered', route, elsewhere: true } } as const;

  it('are shown where they go to the ticket on screen, and not counted', async () => {
    const panel = await mountPanel();
    await act(() => panel.queue.restore([foreign('here'), foreign('there', '8')], 'first'));
    expect(panel.rows().map((row) => wordsOf(row))).toEqual(['here.txt | In another tab: Sending… | 1 byte']);
    expect(panel.root.querySelector('.summary')).toBeNull();
    await act(() => panel.queue.hear('here', told));
    await act(() => panel.queue.hear('there', told));
    expect(panel.rows().map((row) => row.getAttribute('data-state'))).toEqual(['delivered']);
    await panel.passTime(1000);
    expect(panel.said()).toBe('');
  });

  it('are shown when the agent moves to their ticket', async () => {
    const panel = await mountPanel();
    await act(() => panel.queue.restore([foreign('there', '8')], 'first'));
    expect(panel.root.querySelector('.uploads')).toBeNull();
    await panel.show({ kind: 'ticket', ticket: { id: '8', number: '9' } });
    expect(panel.rows()).toHaveLength(1);
  });

  it('are shown with their ticket when this tab goes on with them', async () => {
    const panel = await mountPanel();
    await act(() => panel.queue.restore([foreign('there', '8')], 'first'));
    await act(() => panel.queue.hear('there', { kind: 'taken', state: { kind: 'checking' } }));
    expect(panel.errands.map(({ consignment }) => consignment.ticket.id)).toEqual(['8']);
    expect(wordsOf(panel.rows()[0])).toContain('Ticket #9');
  });
});
