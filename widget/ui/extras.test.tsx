import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import type { Extras } from './extras.ts';
import { mountPanel, textFile } from './testing.tsx';

/** Extras that write down what they are given. */
function createScene() {
  const taken: string[] = [];
  const news = signal('');
  const extras: Extras = {
    news,
    take: async (files, { id }) => void taken.push(...files.map(({ name }) => `${name} to ${id}`)),
    Questions: () => <p>questions</p>,
    Files: ({ ticket }) => <p>files of {ticket?.number}</p>,
  };
  return { taken, news, extras };
}

async function drop(file: File): Promise<void> {
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: ['Files'], files: [file] } });
  await act(async () => {
    document.body.dispatchEvent(event);
    await new Promise((resolve) => setTimeout(resolve));
  });
}

const turn = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

describe('the extras of the panel', () => {
  it('come after the panel, around the uploads', async () => {
    const { extras } = createScene();
    let load: (extras: Extras) => void = () => {};
    const panel = await mountPanel({ loadExtras: () => new Promise((resolve) => (load = resolve)) });
    await panel.add(textFile('a.txt'));
    await turn();
    expect(panel.root.querySelector('.pick')).not.toBeNull();
    expect(panel.root.textContent).not.toContain('questions');
    load(extras);
    await turn();
    expect(panel.root.textContent).toMatch(/questions.*a\.txt.*files of 1042/);
  });

  it('take in files, also those that come while they are on their way', async () => {
    const { extras, taken } = createScene();
    let load: (extras: Extras) => void = () => {};
    const panel = await mountPanel({ loadExtras: () => new Promise((resolve) => (load = resolve)) });
    await drop(textFile('early.txt'));
    expect(panel.rows()).toHaveLength(0);
    load(extras);
    await turn();
    expect(taken).toEqual(['early.txt to 7']);
    await drop(textFile('late.txt'));
    expect(taken).toEqual(['early.txt to 7', 'late.txt to 7']);
  });

  it('are done without where they do not load', async () => {
    const panel = await mountPanel({ loadExtras: () => Promise.reject(new TypeError('offline')) });
    await drop(textFile('a.txt'));
    await turn();
    expect(panel.rows()).toHaveLength(1);
  });

  it('speak through the one live region', async () => {
    const { extras, news } = createScene();
    const panel = await mountPanel({ loadExtras: async () => extras });
    await turn();
    await act(() => {
      news.value = 'a.txt was deleted.';
    });
    expect(panel.said()).toBe('a.txt was deleted.');
    expect(panel.root.querySelectorAll('[role=status], [role=alert], [aria-live]')).toHaveLength(1);
  });
});
