import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { createContentShelf } from '../attachments/content-shelf.ts';
import { createIntake } from '../attachments/intake.ts';
import { createScriptedAttachments } from '../attachments/testing.ts';
import { createTicketFiles } from '../attachments/ticket-files.ts';
import { createManualClock } from '../manual-clock.ts';
import { createQueue } from '../queue/queue.ts';
import { createErrands, deskRoute } from '../queue/testing.ts';
import type { OnTicket } from './attachments/on-ticket.ts';
import { mountPanel, paste, textFile, ticket } from './testing.tsx';

const route = 'connector';
const delivered = { kind: 'delivered', route } as const;

function picker(root: HTMLElement): HTMLInputElement {
  const input = root.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no file input');
  return input;
}

/** The files of a ticket that has none, and nothing on its way to it. */
function createOnTicket(): OnTicket {
  const { attachments } = createScriptedAttachments();
  const files = createTicketFiles({ attachments, clock: createManualClock(), pageSize: 100 });
  const contents = createContentShelf([]);
  const queue = createQueue({ routes: [deskRoute], deliver: createErrands().deliver });
  const intake = createIntake({ queue, files, contents });
  return { files, contents, intake, openInProduct: undefined, news: signal(''), say: () => undefined };
}

/** What the browser does when files are dragged over the panel. */
async function drag(type: string, files: readonly File[], more: { relatedTarget?: EventTarget } = {}): Promise<Event> {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const dataTransfer = { types: ['Files'], files, items: [] };
  Object.assign(event, { dataTransfer });
  Object.defineProperty(event, 'relatedTarget', { value: more.relatedTarget ?? null });
  await act(() => void document.body.dispatchEvent(event));
  return event;
}

describe('the heading', () => {
  it('says which ticket files go to, and sums up', async () => {
    const panel = await mountPanel();
    expect(panel.root.querySelector('h1')?.textContent).toBe('Attach to ticket #1042');
    expect(panel.root.querySelector('.subject')?.textContent).toBe(ticket.subject);
    expect(panel.root.querySelector('.summary')).toBeNull();
    await panel.add(textFile('a.txt'), textFile('b.txt'), textFile('empty.txt', ''));
    await panel.end(0, delivered);
    expect(panel.root.querySelector('.summary')?.textContent).toBe('1 of 2 delivered');
  });

  it('does without a number where there is none', async () => {
    const panel = await mountPanel({ onScreen: { kind: 'ticket', ticket: { id: '7' } } });
    expect(panel.root.querySelector('h1')?.textContent).toBe('Attach to this ticket');
  });
});

describe('picking', () => {
  it('says what is accepted, tied to the button', async () => {
    const { root } = await mountPanel();
    const hint = root.querySelector('.hint');
    expect(hint?.textContent).toBe('Up to 20 MB per file. Any type except programs.');
    expect(root.querySelector('.pick')?.getAttribute('aria-describedby')).toBe(hint?.id);
  });

  it('opens the picker of the system for several files', async () => {
    const panel = await mountPanel();
    const open = vi.spyOn(picker(panel.root), 'click');
    await panel.click(panel.root.querySelector<HTMLElement>('.pick'));
    expect(open).toHaveBeenCalledTimes(1);
    expect(picker(panel.root).multiple).toBe(true);
  });

  it('adds what was picked to the ticket on screen', async () => {
    const panel = await mountPanel();
    const input = picker(panel.root);
    Object.defineProperty(input, 'files', { value: [textFile('a.txt'), textFile('b.txt')] });
    await act(() => void input.dispatchEvent(new Event('change', { bubbles: true })));
    await panel.passTime(0);
    expect(panel.errands.map(({ consignment }) => [consignment.file.name, consignment.ticket.id])).toEqual([
      ['a.txt', '7'],
      ['b.txt', '7'],
    ]);
  });

  it('need not wait for the ticket: the files do', async () => {
    const panel = await mountPanel({ onScreen: { kind: 'reading', slow: false }, onTicket: createOnTicket() });
    const input = picker(panel.root);
    expect(panel.root.querySelector('h1')?.textContent).toBe('Reading the ticket…');
    Object.defineProperty(input, 'files', { value: [textFile('a.txt')] });
    await act(async () => void input.dispatchEvent(new Event('change', { bubbles: true })));
    expect(panel.root.textContent).toContain('One moment…');
    expect(panel.errands).toEqual([]);
    const leave = new Event('beforeunload', { cancelable: true });
    await vi.waitFor(() => expect(window.dispatchEvent(leave)).toBe(false));
    await panel.show({ kind: 'ticket', ticket });
    await panel.passTime(0);
    expect(panel.errands.map(({ consignment }) => consignment.ticket)).toEqual([ticket]);
    expect(panel.root.textContent).not.toContain('One moment…');
  });

  it('says so when the agent has left a ticket that was not read yet', async () => {
    const panel = await mountPanel({ onScreen: { kind: 'reading', slow: false } });
    await drag('drop', [textFile('a.txt')]);
    await panel.leave();
    await panel.show({ kind: 'ticket', ticket });
    await panel.passTime(0);
    expect(panel.errands).toEqual([]);
    expect(panel.root.querySelector('[role=alert]')?.textContent).toMatch(/^Those files were not attached/);
    await drag('drop', [textFile('a.txt')]);
    await panel.passTime(0);
    expect(panel.root.querySelector('[role=alert]')).toBeNull();
    expect(panel.errands).toHaveLength(1);
  });
});

describe('dropping', () => {
  it('covers the panel while files are over it, and says where they would go', async () => {
    const { root } = await mountPanel();
    const event = await drag('dragover', []);
    expect(event.defaultPrevented).toBe(true);
    expect(root.querySelector('.drop-overlay')?.textContent).toBe('Drop to attach to ticket #1042');
    await drag('dragleave', [], { relatedTarget: document.body });
    expect(root.querySelector('.drop-overlay')).not.toBeNull();
    await drag('dragleave', []);
    expect(root.querySelector('.drop-overlay')).toBeNull();
  });

  it('takes what is dropped', async () => {
    const panel = await mountPanel();
    await drag('dragover', []);
    const event = await drag('drop', [textFile('a.txt')]);
    await panel.passTime(0);
    expect(event.defaultPrevented).toBe(true);
    expect(panel.root.querySelector('.drop-overlay')).toBeNull();
    expect(panel.errands.map(({ consignment }) => consignment.file.name)).toEqual(['a.txt']);
  });

  it('takes what is dropped while the ticket is read', async () => {
    const panel = await mountPanel({ onScreen: { kind: 'reading', slow: false } });
    await drag('dragover', []);
    expect(panel.root.querySelector('.drop-overlay')?.textContent).toBe('Drop to attach to this ticket');
    const event = await drag('drop', [textFile('a.txt')]);
    expect(event.defaultPrevented).toBe(true);
    await panel.show({ kind: 'ticket', ticket });
    await panel.passTime(0);
    expect(panel.errands.map(({ consignment }) => consignment.file.name)).toEqual(['a.txt']);
  });

  it('leaves text that is dragged alone', async () => {
    const { root } = await mountPanel();
    const event = new Event('dragover', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { types: ['text/plain'], files: [] } });
    await act(() => void document.body.dispatchEvent(event));
    expect(event.defaultPrevented).toBe(false);
    expect(root.querySelector('.drop-overlay')).toBeNull();
  });
});

describe('pasting', () => {
  it('takes files and leaves text alone', async () => {
    const panel = await mountPanel();
    const file = await paste(textFile('a.txt'));
    const text = await paste();
    await panel.passTime(0);
    expect([file.defaultPrevented, text.defaultPrevented]).toEqual([true, false]);
    expect(panel.errands.map(({ consignment }) => consignment.file.name)).toEqual(['a.txt']);
  });
});

describe('the list', () => {
  it('retries all that failed, and clears what is finished', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'), textFile('b.txt'), textFile('c.txt'));
    expect([panel.button('Retry all'), panel.button('Clear finished')]).toEqual([undefined, undefined]);
    await panel.end(0, { kind: 'failed', trials: [] });
    await panel.end(1, delivered);
    await panel.click(panel.button('Clear finished'));
    expect(panel.rows().map((row) => row.dataset['state'])).toEqual(['failed', 'starting']);
    await panel.click(panel.button('Retry all'));
    await panel.passTime(0);
    expect(panel.rows().map((row) => row.dataset['state'])).toEqual(['starting', 'starting']);
    expect(panel.button('Retry all')).toBeUndefined();
  });
});

describe('a long list', () => {
  it('comes to show every row, in several goes', async () => {
    const panel = await mountPanel();
    await panel.add(...Array.from({ length: 100 }, (_, index) => textFile(`${index}.txt`)));
    await vi.waitFor(async () => {
      await panel.passTime(0);
      expect(panel.rows()).toHaveLength(100);
    }, 30_000);
    expect(panel.rows().map((row) => row.querySelector('.hidden')?.textContent)).toEqual(
      Array.from({ length: 100 }, (_, index) => `${index}.txt`),
    );
  });
});

describe('notices', () => {
  it.each([
    [{ kind: 'unreadable', message: 'x' } as const, 'The ticket could not be read'],
    [{ kind: 'reading', slow: true } as const, 'Zoho is slow to answer'],
  ])('says so for %j and offers to try again', async (onScreen, title) => {
    const panel = await mountPanel({ onScreen });
    expect(panel.root.querySelector('[role=alert] h1')?.textContent).toBe(title);
    await panel.click(panel.button('Try again'));
    expect(panel.readings()).toBe(1);
    expect(panel.root.querySelector('h1')?.textContent).toBe('Reading the ticket…');
    expect(document.activeElement).toBe(panel.root.querySelector('.pick'));
  });

  it('keeps the list in sight', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'));
    await panel.show({ kind: 'unreadable', message: 'x' });
    expect(panel.rows()).toHaveLength(1);
  });

  it('names a setting that could not be used', async () => {
    const problems = [{ parameter: 'gatewayurl', message: 'is not an address' }];
    const { root } = await mountPanel({ problems });
    expect(root.querySelector('.problem')?.textContent).toBe('Settings: gatewayurl: is not an address');
  });
});
