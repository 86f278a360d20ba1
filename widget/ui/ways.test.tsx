import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { largeBytes } from '../photos/photos.ts';
import { mountPanel, textFile, ticket } from './testing.tsx';

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

function pretendTouch(): void {
  const real = window.matchMedia.bind(window);
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => real(query === '(pointer: coarse)' ? 'all' : query));
}

const camera = (root: HTMLElement) => root.querySelector<HTMLInputElement>('input[capture]');

describe('the camera', () => {
  it('is not offered where there is a mouse', async () => {
    const { root, button } = await mountPanel();
    expect([camera(root), button('Take a photo')]).toEqual([null, undefined]);
  });

  it('gives its photo a name with the date', async () => {
    pretendTouch();
    const panel = await mountPanel({ standing: 'kept' });
    const input = camera(panel.root);
    expect([input?.accept, input?.getAttribute('capture')]).toEqual(['image/*', 'environment']);
    expect(panel.button('Take a photo')).toBeDefined();
    Object.defineProperty(input, 'files', { value: [new File(['x'], 'image.jpg', { type: 'image/jpeg' })] });
    await act(() => void input?.dispatchEvent(new Event('change')));
    await vi.waitFor(() => expect(panel.rows()).toHaveLength(1));
    expect(panel.rows()[0]?.querySelector('.file-name')?.getAttribute('title')).toMatch(
      /^Photo \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.jpg$/,
    );
  });
});

describe('the screen', () => {
  it('is not offered where the frame does not allow it', async () => {
    const { button } = await mountPanel();
    expect(button('Capture the screen')).toBeUndefined();
  });
});

/** Whether the browser would leave the page without a question. */
const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

describe('large photos', () => {
  it('are made smaller when the agent wants it, which can be seen and stopped', async () => {
    const panel = await mountPanel({ standing: 'kept', reduce: () => new Promise(() => {}) });
    expect(leaves()).toBe(true);
    const wish = panel.root.querySelector<HTMLInputElement>('input[type=checkbox]');
    expect([wish?.checked, wish?.closest('label')?.textContent]).toEqual([false, 'Make large photos smaller']);
    await panel.click(wish);
    expect(panel.root.textContent).toContain('Photos that are made smaller also lose their location.');
    const photo = (name: string) => new File([new Uint8Array(largeBytes)], name);
    const input = panel.root.querySelector('.picker input');
    Object.defineProperty(input, 'files', { value: [photo('a.jpg'), photo('b.jpg')] });
    await act(() => void input?.dispatchEvent(new Event('change')));
    await vi.waitFor(() => expect(panel.root.textContent).toContain('Making photos smaller: 0 of 2'));
    expect(panel.rows()).toHaveLength(0);
    await vi.waitFor(() => expect(leaves()).toBe(false));
    await panel.add(textFile('beside.txt'));
    expect(panel.root.textContent).not.toContain('You can leave at any time');
    await panel.end(0, { kind: 'delivered', route: 'connector' });
    await panel.click(panel.button('Remove beside.txt from this list'));
    await panel.show({ kind: 'unreadable', message: '' });
    await panel.passTime(0);
    expect([panel.button('Send as they are'), leaves()]).toEqual([undefined, false]);
    await panel.show({ kind: 'ticket', ticket });
    const skip = panel.button('Send as they are');
    skip?.focus();
    await panel.click(skip);
    await vi.waitFor(() => expect(panel.rows()).toHaveLength(2));
    expect(panel.button('Send as they are')).toBeUndefined();
    await vi.waitFor(() => expect(leaves()).toBe(true));
    expect(document.activeElement?.className).toBe('pick');
  });
});
