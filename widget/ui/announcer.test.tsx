import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { mountPanel, textFile, ticket } from './testing.tsx';

const route = 'connector';
const delivered = { kind: 'delivered', route } as const;

describe('the live region', () => {
  it('is there before it has anything to say', async () => {
    const { root, said } = await mountPanel();
    expect(root.querySelectorAll('[role=status], [role=alert], [aria-live]')).toHaveLength(1);
    expect(said()).toBe('');
  });

  it('says that a file is delivered', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'));
    await panel.end(0, delivered);
    await panel.passTime(1000);
    expect(panel.said()).toBe('a.txt is on the ticket.');
  });

  it('names the ticket of what ended on another one than is on screen by then', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'), textFile('b.txt'), textFile('empty.txt', ''));
    const next = { ...ticket, id: '8', number: '1043' };
    await act(() => panel.queue.add([textFile('c.txt')], next));
    for (const index of [0, 1, 2]) await panel.end(index, delivered);
    await panel.show({ kind: 'ticket', ticket: next });
    await panel.passTime(1000);
    expect(panel.said()).toBe(
      'Ticket #1042: 2 files are on the ticket. empty.txt was not accepted. The file is empty. c.txt is on the ticket.',
    );
  });

  it('keeps silent about progress', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt', 'xx'));
    for (const sentBytes of [0, 1, 2]) await panel.step(0, { kind: 'sending', route, attempt: 1, sentBytes });
    await panel.step(0, { kind: 'waiting', route, untilMs: 0, message: '' });
    await panel.passTime(5000);
    expect(panel.said()).toBe('');
  });

  it('says why a file was not accepted', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('empty.txt', ''));
    await panel.passTime(1000);
    expect(panel.said()).toBe('empty.txt was not accepted. The file is empty.');
  });

  it('says several of a kind as a number, in one go', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'), textFile('b.txt'), textFile('c.txt', ''), textFile('d.txt', ''));
    await panel.end(0, delivered);
    await panel.end(1, { kind: 'failed', trials: [] });
    await panel.passTime(1000);
    expect(panel.said()).toBe(
      'a.txt is on the ticket. 2 files were not accepted. b.txt could not be sent. No way to send files is set up. Please tell your administrator.',
    );
  });

  it('says the same words anew', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt', ''));
    await panel.passTime(1000);
    const before = panel.root.querySelector('[role=status] p');
    await panel.add(textFile('a.txt', ''));
    await panel.passTime(1000);
    const after = panel.root.querySelector('[role=status] p');
    expect(after?.textContent).toBe(before?.textContent);
    expect(after).not.toBe(before);
  });

  it('keeps silent about a failure that the agent has already retried', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('a.txt'));
    await panel.end(0, { kind: 'failed', trials: [] });
    await panel.click(panel.button('Try again: a.txt'));
    await panel.passTime(1000);
    expect(panel.said()).toBe('');
  });

  it('leaves what else was said when a warning goes', async () => {
    const offline = signal(true);
    const panel = await mountPanel({ offline });
    await panel.add(textFile('empty.txt', ''));
    await panel.passTime(1000);
    await act(() => {
      offline.value = false;
    });
    expect(panel.said()).toBe('empty.txt was not accepted. The file is empty.');
  });
});
