import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdFiles } from './held-files.ts';
import { createLater, type LaterState } from './later.ts';
import type { SecondPart } from './panel.tsx';
import { parts } from './panel-parts.ts';
import { mountPanel, paste, textFile, ticket } from './testing.tsx';
import type { TicketOnScreen } from './ticket-on-screen.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A loading that ends as the test says. */
function createLoading() {
  const calls: { resolve(): void; reject(): void }[] = [];
  const load = (second: SecondPart) =>
    new Promise<SecondPart>((resolve, reject) => {
      calls.push({ resolve: () => resolve(second), reject: () => reject(new Error('offline')) });
    });
  return { calls, load };
}

/** Whether the browser would leave the page without a question. */
const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

async function pick(root: HTMLElement, ...files: readonly File[]): Promise<void> {
  const input = root.querySelector('input');
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  await act(() => void input?.dispatchEvent(new Event('change', { bubbles: true })));
}

describe('a panel whose second part is not there yet', () => {
  it('can be used: it says where files go and takes them', async () => {
    const { calls, load } = createLoading();
    const panel = await mountPanel({ load });
    expect(panel.root.querySelector('h1')?.textContent).toBe('Attach to ticket #1042');
    await pick(panel.root, textFile('a.txt'), textFile('b.txt'));
    expect(panel.root.textContent).toContain('One moment…');
    await act(async () => calls[0]?.resolve());
    await vi.waitFor(() => expect(panel.errands).toHaveLength(2));
    expect(panel.errands.map(({ consignment }) => [consignment.file.name, consignment.ticket])).toEqual([
      ['a.txt', ticket],
      ['b.txt', ticket],
    ]);
    expect(panel.rows()).toHaveLength(2);
    expect(panel.root.textContent).not.toContain('One moment…');
  });

  it('says when it does not load, keeps the files, and goes on when it does', async () => {
    const { calls, load } = createLoading();
    const panel = await mountPanel({ load, standing: 'kept' });
    expect(leaves()).toBe(true);
    await pick(panel.root, textFile('a.txt'), textFile('b.txt'));
    await act(async () => calls[0]?.reject());
    const alert = panel.root.querySelector('[role=alert]');
    expect(alert?.querySelector('h1')?.textContent).toBe('A part of the panel did not load');
    expect(alert?.textContent).toContain('The 2 files that you added are kept');
    await vi.waitFor(() => expect(leaves()).toBe(false));
    const retry = panel.button('Try again');
    retry?.focus();
    await panel.click(retry);
    expect(document.activeElement?.className).toBe('pick');
    expect(calls).toHaveLength(2);
    await act(async () => calls[1]?.resolve());
    await vi.waitFor(() => expect(panel.errands).toHaveLength(2));
    expect(panel.root.querySelector('[role=alert]')).toBeNull();
    await vi.waitFor(() => expect(leaves()).toBe(true));
  });

  it('takes a dropped folder, and reads it when the part is there', async () => {
    const { calls, load } = createLoading();
    const panel = await mountPanel({ load });
    const file = { isFile: true, name: 'a.txt', file: (done: (file: File) => void) => done(textFile('a.txt')) };
    const batches = [[file], []];
    const readEntries = (done: (batch: unknown) => void) => done(batches.shift());
    const folder = { isDirectory: true, name: 'folder', createReader: () => ({ readEntries }) };
    const event = new Event('drop', { cancelable: true });
    const items = [{ webkitGetAsEntry: () => folder }];
    Object.assign(event, { dataTransfer: { types: ['Files'], files: [new File([], 'folder')], items } });
    await act(async () => void document.dispatchEvent(event));
    await act(async () => calls[0]?.reject());
    expect(panel.root.querySelector('[role=alert]')?.textContent).toContain('The 1 file that you added is kept');
    await panel.click(panel.button('Try again'));
    await act(async () => calls[1]?.resolve());
    await vi.waitFor(() => expect(panel.errands.map(({ consignment }) => consignment.file.name)).toEqual(['a.txt']));
  });

  it('takes one file for each paste', async () => {
    const { calls, load } = createLoading();
    const panel = await mountPanel({ load });
    const picture = (type: string) => new File(['x'], `image.${type}`, { type: `image/${type}` });
    await paste(picture('bmp'), picture('png'));
    expect(panel.root.textContent).toContain('One moment…');
    await act(async () => calls[0]?.resolve());
    await vi.waitFor(() => expect(panel.errands).toHaveLength(1));
    expect(panel.errands[0]?.consignment.file.name).toMatch(/^Screenshot \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
  });

  it('does not speak of files where there are none', async () => {
    const { calls, load } = createLoading();
    const panel = await mountPanel({ load });
    expect(panel.root.textContent).not.toContain('One moment…');
    await act(async () => calls[0]?.reject());
    expect(panel.root.querySelector('[role=alert]')?.textContent).toContain('reload the page');
  });
});

describe('createLater', () => {
  it('loads again only what failed', async () => {
    const load = vi.fn(async () => 'there');
    load.mockRejectedValueOnce(new Error('offline'));
    const later = createLater(load);
    later.again();
    expect(later.state.value).toEqual({ kind: 'loading' });
    await vi.waitFor(() => expect(later.state.value).toEqual({ kind: 'failed' }));
    later.again();
    expect(later.state.value).toEqual({ kind: 'loading' });
    await vi.waitFor(() => expect(later.state.value).toEqual({ kind: 'ready', value: 'there' }));
    later.again();
    expect(later.state.value).toEqual({ kind: 'ready', value: 'there' });
    expect(load).toHaveBeenCalledTimes(2);
  });
});

describe('holdFiles', () => {
  const add = vi.fn(async () => {});
  const [one, two, three] = [textFile('1'), textFile('2'), textFile('3')];

  function setUp() {
    add.mockClear();
    const state = signal<LaterState<{ queue: { add: typeof add }; parts: typeof parts }>>({ kind: 'loading' });
    const onScreen = signal<TicketOnScreen>({ kind: 'reading', slow: false });
    const changes = signal(0);
    const held = holdFiles({ state }, { onScreen, changes });
    return {
      held,
      state,
      onScreen,
      read: (id: string) => {
        onScreen.value = { kind: 'ticket', ticket: { id } };
      },
      leave: () => {
        changes.value += 1;
        onScreen.value = { kind: 'reading', slow: false };
      },
      load: () => {
        state.value = { kind: 'ready', value: { queue: { add }, parts } };
      },
    };
  }

  it('hands over each file once, in order, to the ticket it was given for', () => {
    const { held, state, read, leave, load } = setUp();
    read('7');
    held.add([one]);
    leave();
    read('8');
    held.add([two]);
    expect(held.count.value).toBe(2);
    state.value = { kind: 'failed' };
    expect(add).not.toHaveBeenCalled();
    load();
    expect(held.count.value).toBe(0);
    leave();
    read('9');
    held.add([three]);
    expect(add.mock.calls).toEqual([
      [[one], { id: '7' }],
      [[two], { id: '8' }],
      [[three], { id: '9' }],
    ]);
    expect(held.left.value).toBe(false);
  });

  it('waits for a ticket that is being read, also when that has to be tried again', () => {
    const { held, onScreen, read, load } = setUp();
    load();
    held.add([one]);
    onScreen.value = { kind: 'unreadable', message: '' };
    held.add([two]);
    onScreen.value = { kind: 'reading', slow: true };
    expect([held.count.value, add.mock.calls.length]).toEqual([2, 0]);
    read('7');
    expect(add.mock.calls).toEqual([
      [[one], { id: '7' }],
      [[two], { id: '7' }],
    ]);
    expect([held.count.value, held.left.value]).toEqual([0, false]);
  });

  it('gives no file to another ticket than the one on screen when it came', () => {
    const { held, read, leave, load } = setUp();
    held.add([one]);
    leave();
    expect([held.count.value, held.left.value]).toEqual([0, true]);
    held.add([two]);
    expect(held.left.value).toBe(false);
    load();
    read('8');
    expect(add.mock.calls).toEqual([[[two], { id: '8' }]]);
  });

  it('reads what is given to be read when the second part is there, for the ticket that was on screen', async () => {
    const { held, read, leave, load } = setUp();
    let end = (_: readonly File[]) => {};
    const given = vi.fn(() => new Promise<readonly File[]>((resolve) => (end = resolve)));
    read('7');
    held.add(given);
    leave();
    read('8');
    expect([held.count.value, given.mock.calls.length]).toEqual([1, 0]);
    load();
    held.add([two]);
    expect([held.count.value, given.mock.calls]).toEqual([1, [[parts]]]);
    end([one, three]);
    await vi.waitFor(() => expect(held.count.value).toBe(0));
    expect(add.mock.calls).toEqual([
      [[two], { id: '8' }],
      [[one, three], { id: '7' }],
    ]);
  });
});
