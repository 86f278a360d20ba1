import { beforeEach, describe, expect, it, vi } from 'vitest';
import { takeEarlyFiles } from './early-files.ts';
import { Icon } from './icons.tsx';
import { textFile } from './testing.tsx';

const { '../widget.html': html = '' } = import.meta.glob<string>('../widget.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The page as it comes, before any script. */
function page(): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

function inputOf(document: Document): HTMLInputElement {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('the page has no file input');
  return input;
}

function pick(input: HTMLInputElement, ...files: readonly File[]): void {
  Object.defineProperty(input, 'files', { value: files, configurable: true });
}

const onFiles = vi.fn<(files: readonly File[]) => void>();
const keepFocus = vi.fn<() => void>();
beforeEach(() => {
  onFiles.mockClear();
  keepFocus.mockClear();
});

describe('the page before its scripts', () => {
  it('has where several files can be picked, outside of what the panel replaces', () => {
    const document = page();
    const input = inputOf(document);
    expect(input.multiple).toBe(true);
    expect(document.querySelector('#root')?.contains(input)).toBe(false);
    const label = document.querySelector('label.pick');
    expect(label?.getAttribute('for')).toBe(input.id);
    expect(document.querySelector('#root')?.contains(label)).toBe(true);
  });

  it('shows the clip that the panel shows', () => {
    const icon = Icon({ name: 'clip', size: 24 });
    expect(page().querySelector('label.pick path')?.getAttribute('d')).toBe(icon.props.children.props.d);
  });
});

describe('takeEarlyFiles', () => {
  it('takes what was picked before, once, and hides the input without taking it away', () => {
    const document = page();
    const input = inputOf(document);
    pick(input, textFile('a.txt'), textFile('b.txt'));
    takeEarlyFiles(document, onFiles, keepFocus);
    expect(onFiles.mock.calls.map(([files]) => files.map(({ name }) => name))).toEqual([['a.txt', 'b.txt']]);
    expect(input.hidden).toBe(true);
    expect(document.contains(input)).toBe(true);
    expect(keepFocus).not.toHaveBeenCalled();
  });

  it('takes what is picked later, in a dialog that was opened before', () => {
    const document = page();
    const input = inputOf(document);
    takeEarlyFiles(document, onFiles, keepFocus);
    expect(onFiles).not.toHaveBeenCalled();
    pick(input, textFile('late.txt'));
    input.dispatchEvent(new Event('change'));
    expect(onFiles.mock.calls.map(([files]) => files.map(({ name }) => name))).toEqual([['late.txt']]);
  });

  it('moves the focus on where the input has it', () => {
    document.body.innerHTML = '<input id="early" type="file">';
    inputOf(document).focus();
    takeEarlyFiles(document, onFiles, keepFocus);
    expect(keepFocus).toHaveBeenCalledTimes(1);
    document.body.replaceChildren();
  });

  it('does nothing on a page without it', () => {
    takeEarlyFiles(new DOMParser().parseFromString('<p>', 'text/html'), onFiles, keepFocus);
    expect(onFiles).not.toHaveBeenCalled();
  });
});
