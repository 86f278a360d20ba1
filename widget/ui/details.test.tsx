import { afterEach, describe, expect, it, vi } from 'vitest';
import { mountPanel, textFile } from './testing.tsx';

afterEach(() => {
  vi.restoreAllMocks();
});

const failed = { kind: 'failed', trials: [{ route: 'connector', end: { kind: 'busy', message: 'x' } }] } as const;

async function mountFailed() {
  const panel = await mountPanel();
  await panel.add(textFile('a.txt'));
  const endedMs = panel.clock.now();
  await panel.end(0, failed);
  const details = panel.button('Details: a.txt');
  return { ...panel, details, endedMs, text: () => panel.root.querySelector('pre')?.textContent };
}

describe('the details', () => {
  it('are behind a button that says whether they are open', async () => {
    const { details, text, click, endedMs } = await mountFailed();
    expect([details?.getAttribute('aria-expanded'), text()]).toEqual(['false', undefined]);
    await click(details);
    expect(details?.getAttribute('aria-expanded')).toBe('true');
    expect(text()).toContain(`Time: ${new Date(endedMs).toISOString()}`);
    expect(text()).toContain('connector: busy');
    await click(details);
    expect(text()).toBeUndefined();
  });

  it('are copied as they are shown, which is said', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { details, text, click, button, root } = await mountFailed();
    await click(details);
    await click(button('Copy'));
    expect(writeText.mock.calls).toEqual([[text()]]);
    await vi.waitFor(() => expect(root.querySelector('.details [role=status]')?.textContent).toBe('Copied'));
  });

  it('are selected where the frame may not copy', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('forbidden', 'NotAllowedError'));
    const select = vi.spyOn(Selection.prototype, 'selectAllChildren');
    Object.defineProperty(document, 'execCommand', { value: () => false, configurable: true });
    const { details, click, button, root } = await mountFailed();
    await click(details);
    await click(button('Copy'));
    expect(select).toHaveBeenCalledWith(root.querySelector('pre'));
    await vi.waitFor(() =>
      expect(root.querySelector('.details [role=status]')?.textContent).toBe('Selected: press Ctrl+C'),
    );
  });

  it('do not take the focus with them', async () => {
    const { details, click, button, queue } = await mountFailed();
    await click(details);
    button('Copy')?.focus();
    await click(details);
    details?.focus();
    await queue.retryAll();
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Cancel a.txt'));
  });
});
