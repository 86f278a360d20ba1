import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { type MountedPanel, mountPanel, textFile, ticket } from './testing.tsx';

const route = 'connector';
const delivered = { kind: 'delivered', route } as const;
const failed = { kind: 'failed', trials: [] } as const;

/** Presses a button as the keyboard does: with the focus on it. */
async function press(panel: MountedPanel, name: string): Promise<void> {
  const button = panel.button(name);
  button?.focus();
  expect(document.activeElement).toBe(button);
  await panel.click(button);
  await panel.passTime(0);
}

function focused(): string | null | undefined {
  return document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;
}

async function mountThree() {
  const panel = await mountPanel();
  await panel.add(textFile('a.txt'), textFile('b.txt'), textFile('c.txt'));
  return panel;
}

describe('the focus', () => {
  it('moves to the next row when a row is removed', async () => {
    const panel = await mountThree();
    for (const index of [0, 1, 2]) await panel.end(index, delivered);
    await press(panel, 'Remove b.txt from this list');
    expect(focused()).toBe('Remove c.txt from this list');
  });

  it('moves to the pick button when the last row is removed', async () => {
    const panel = await mountThree();
    await panel.end(2, delivered);
    await press(panel, 'Remove c.txt from this list');
    expect(document.activeElement).toBe(panel.root.querySelector('.pick'));
  });

  it('moves to the button that takes the place of the pick button, where the ticket is not read', async () => {
    const panel = await mountThree();
    await panel.end(2, delivered);
    await panel.show({ kind: 'unreadable', message: '' });
    await press(panel, 'Remove c.txt from this list');
    expect(focused()).toBe('Try again');
  });

  it('goes along between the pick button and that one, as the ticket turns slow to read and is read after all', async () => {
    const panel = await mountThree();
    panel.root.querySelector<HTMLElement>('.pick')?.focus();
    await panel.show({ kind: 'reading', slow: true });
    expect(focused()).toBe('Try again');
    await panel.show({ kind: 'ticket', ticket });
    expect(document.activeElement).toBe(panel.root.querySelector('.pick'));
  });

  it('stays outside the panel when the ticket turns slow to read', async () => {
    const panel = await mountThree();
    await panel.show({ kind: 'reading', slow: true });
    expect(document.activeElement).toBe(document.body);
  });

  it('stays where it is when another row is removed with the mouse', async () => {
    const panel = await mountThree();
    await panel.end(1, delivered);
    panel.button('Cancel a.txt')?.focus();
    await panel.click(panel.button('Remove b.txt from this list'));
    expect(focused()).toBe('Cancel a.txt');
  });

  it('stays on the row whose upload is cancelled and ends', async () => {
    const panel = await mountThree();
    await press(panel, 'Cancel a.txt');
    expect(focused()).toBe('Cancel a.txt');
    await panel.end(0, { kind: 'cancelled' });
    expect(focused()).toBe('Remove a.txt from this list');
  });

  it.each([
    [failed, 'Try again: a.txt', 'Cancel a.txt'],
    [{ kind: 'cancelled' }, 'Send again: a.txt', 'Cancel a.txt'],
    [{ kind: 'unconfirmed', route, message: '' }, 'Send again: a.txt', 'Cancel a.txt'],
    [{ kind: 'unconfirmed', route, message: '' }, 'It is there: a.txt', 'Remove a.txt from this list'],
  ] as const)('stays on the row when a choice is used (%#)', async (delivery, choice, left) => {
    const panel = await mountThree();
    await panel.end(0, delivery);
    await press(panel, choice);
    expect(focused()).toBe(left);
  });

  it.each([
    ['It is there', 'arrived', 'Remove a.txt from this list'],
    ['Send again', 'arrived', 'Remove a.txt from this list'],
    ['Send again', 'absent', 'Cancel a.txt'],
  ] as const)('stays on the row when “%s” goes away by itself (%s)', async (choice, kind, left) => {
    const panel = await mountThree();
    await panel.end(0, { kind: 'unconfirmed', route, message: '' });
    panel.button(`${choice}: a.txt`)?.focus();
    await act(() => panel.queue.learn('u1', { kind }));
    expect(panel.button(`${choice}: a.txt`)).toBeUndefined();
    expect(focused()).toBe(left);
  });

  it('does not go to another choice by itself, which a key that is pressed just then would make', async () => {
    const panel = await mountThree();
    await panel.click(panel.button('Cancel a.txt'));
    await panel.end(0, { kind: 'unconfirmed', route, message: '' });
    panel.button('It is there: a.txt')?.focus();
    await act(() => panel.queue.learn('u1', { kind: 'absent' }));
    expect(panel.button('Send again: a.txt')).toBeDefined();
    expect(focused()).toBe('Remove a.txt from this list');
  });

  it('moves to the next row when a row goes away by itself, else to the pick button', async () => {
    const panel = await mountThree();
    for (const index of [1, 2]) await panel.end(index, delivered);
    panel.button('Remove b.txt from this list')?.focus();
    await act(() => panel.queue.remove('u2'));
    expect(focused()).toBe('Remove c.txt from this list');
    await act(() => panel.queue.remove('u3'));
    expect(document.activeElement).toBe(panel.root.querySelector('.pick'));
  });

  it.each([
    [failed, 'Retry all'],
    [delivered, 'Clear finished'],
  ] as const)('moves to the pick button when the button for all goes away (%#)', async (delivery, name) => {
    const panel = await mountThree();
    for (const index of [0, 1, 2]) await panel.end(index, delivery);
    await press(panel, name);
    expect(panel.button(name)).toBeUndefined();
    expect(document.activeElement).toBe(panel.root.querySelector('.pick'));
  });

  it('finds a button for everything: nothing else listens to clicks', async () => {
    const panel = await mountThree();
    await panel.end(0, failed);
    const names = [...panel.root.querySelectorAll('button')].map(
      (button) => button.getAttribute('aria-label') ?? button.textContent,
    );
    expect(names).toEqual([
      'Choose files or drop them here',
      'Retry all',
      'Try again: a.txt',
      'Details: a.txt',
      'Remove a.txt from this list',
      'Cancel b.txt',
      'Cancel c.txt',
    ]);
    expect(panel.root.querySelectorAll('[tabindex]')).toHaveLength(0);
  });
});

describe('one press', () => {
  it('removes one file, though it is a double click and the next row has moved up', async () => {
    const panel = await mountThree();
    for (const index of [0, 1, 2]) await panel.end(index, delivered);
    await act(async () => {
      for (const detail of [1, 2]) {
        panel.root.querySelector('.icon-button')?.dispatchEvent(new MouseEvent('click', { detail, bubbles: true }));
        await Promise.resolve();
      }
    });
    expect(panel.rows()).toHaveLength(2);
  });

  it('is not one more for as long as the key is held down', async () => {
    const panel = await mountThree();
    const goesOn = (key: string, repeat: boolean) =>
      panel.root
        .querySelector('.icon-button')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true }));
    expect(['Enter', 'Tab'].map((key) => [goesOn(key, false), goesOn(key, true)])).toEqual([
      [true, false],
      [true, true],
    ]);
  });
});
