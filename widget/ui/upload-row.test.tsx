import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deskLimits, megabyte, omsLimits } from '../../contract/limits.ts';
import { deskRoute } from '../queue/testing.ts';
import type { Delivery, DeliveryStep } from '../routes/delivery.ts';
import { mountPanel, textFile, ticket, wordsOf } from './testing.tsx';

const route = 'connector';
const gatewayRoute = { name: 'gateway', limits: () => omsLimits } as const;

afterEach(() => {
  vi.useRealTimers();
});

/** A panel with one upload of two kilobytes, under way. */
async function mountOne() {
  const panel = await mountPanel();
  await panel.add(textFile('notes.txt', 'x'.repeat(2048)));
  return { ...panel, row: () => panel.rows()[0], bar: () => panel.root.querySelector('[role=progressbar]') };
}

describe('an upload that the check refused', () => {
  it('shows its name, the reason and what to do, and no retry', async () => {
    const panel = await mountPanel({
      routes: [{ name: route, limits: () => ({ ...deskLimits, fileBytes: megabyte }) }],
    });
    await panel.add(textFile('big.txt', 'x'.repeat(2 * megabyte)), textFile('good.txt'));
    expect(wordsOf(panel.rows()[0])).toBe(
      'big.txt | Not accepted | 2 MB | 2 MB is over the limit of 1 MB. Make it smaller or split it.',
    );
    expect(wordsOf(panel.rows()[1])).toBe('good.txt | Starting… | 1 byte');
    expect(panel.button('Try again: big.txt')).toBeUndefined();
    expect(panel.button('Remove big.txt from this list')).toBeDefined();
  });

  it('shows a name that looks like mark-up as text', async () => {
    const panel = await mountPanel();
    await panel.add(textFile('<img src=x onerror=alert(1)>.txt', ''));
    expect(panel.root.querySelector('img')).toBeNull();
    expect(panel.rows()[0]?.querySelector('.file-name')?.getAttribute('title')).toBe(
      '<img src=x onerror=alert(1)>.txt',
    );
  });
});

describe('an upload on its way', () => {
  const steps: readonly (readonly [DeliveryStep, string, string | null])[] = [
    [{ kind: 'sending', route, attempt: 1 }, 'notes.txt | Sending… | 2 kB | via Zoho', null],
    [{ kind: 'sending', route, attempt: 1, sentBytes: 512 }, 'notes.txt | 512 bytes of 2 kB | via Zoho', '25'],
    [
      { kind: 'sending', route: 'gateway', attempt: 2, sentBytes: 512 },
      'notes.txt | Sending again… | 512 bytes of 2 kB | via gateway',
      '25',
    ],
    [
      { kind: 'sending', route, attempt: 1, sentBytes: 2048 },
      'notes.txt | Sent, waiting for the answer… | 2 kB | via Zoho',
      null,
    ],
    [{ kind: 'asking', route }, 'notes.txt | Checking whether it arrived… | 2 kB | via Zoho', null],
  ];

  it.each(steps)('shows %j', async (step, words, percent) => {
    const { row, bar, ...panel } = await mountOne();
    await panel.step(0, step);
    expect(wordsOf(row())).toBe(words);
    expect(bar()?.getAttribute('aria-valuenow')).toBe(percent);
    expect(bar()?.getAttribute('aria-label')).toBe('Progress of notes.txt');
  });

  it('counts down to the next attempt', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: 1_000_000 });
    const { row, bar, ...panel } = await mountOne();
    await panel.step(0, { kind: 'waiting', route, untilMs: 1_012_000, message: 'Too many requests' });
    const words = (seconds: number) =>
      `notes.txt | Trying again in ${seconds} sec | 2 kB | via Zoho | Answer: Too many requests`;
    expect(wordsOf(row())).toBe(words(12));
    expect(bar()).toBeNull();
    vi.advanceTimersByTime(2000);
    await panel.passTime(0);
    expect(wordsOf(row())).toBe(words(10));
  });

  it('can be cancelled once, and keeps the button while it stops', async () => {
    const { row, ...panel } = await mountOne();
    await panel.click(panel.button('Cancel notes.txt'));
    expect(panel.errands[0]?.watch.signal.aborted).toBe(true);
    expect(wordsOf(row())).toBe('notes.txt | Stopping… | 2 kB');
    expect(panel.button('Cancel notes.txt')?.getAttribute('aria-disabled')).toBe('true');
    await panel.click(panel.button('Cancel notes.txt'));
    expect(panel.rows()).toHaveLength(1);
  });

  it('does not go away with a doubt: given up while it waits once more, it may be on the ticket', async () => {
    const panel = await mountPanel();
    const doubt = { kind: 'unconfirmed', route, message: 'lost' } as const;
    const upload = { id: 'u', ticket, file: textFile('notes.txt'), mimeType: 'text/plain', remark: undefined };
    await act(() => panel.queue.restore([{ ...upload, state: { kind: 'queued', doubt } }], 'first'));
    await panel.click(panel.button('Cancel notes.txt'));
    expect(wordsOf(panel.rows()[0])).toContain('notes.txt | May be on the ticket');
  });

  it('says that one route alone takes the file, until it has ended', async () => {
    const panel = await mountPanel({ routes: [deskRoute, gatewayRoute] });
    await panel.add(textFile('list.csv'));
    expect(wordsOf(panel.rows()[0])).toContain('Only the Zoho connection takes this file.');
    await panel.step(0, { kind: 'sending', route: 'gateway', attempt: 1 });
    expect(wordsOf(panel.rows()[0])).not.toContain('takes this file');
    await panel.end(0, { kind: 'delivered', route });
    expect(wordsOf(panel.rows()[0])).toBe('list.csv | On the ticket | 1 byte | via Zoho');
  });
});

describe('an upload that has ended', () => {
  const refused = { kind: 'refused', reason: 'type', message: 'Blocked' } as const;
  const ends: readonly (readonly [Delivery, string])[] = [
    [{ kind: 'delivered', route: 'gateway' }, 'notes.txt | On the ticket | 2 kB | via gateway'],
    [
      { kind: 'refused', route, outcome: refused },
      'notes.txt | Refused | 2 kB | via Zoho | Files of this type are not allowed here. Save the file in another format, or ask ' +
        'your administrator. | Answer: Blocked',
    ],
    [
      { kind: 'failed', trials: [{ route, end: { kind: 'unavailable', message: 'x' } }] },
      'notes.txt | Not sent | 2 kB | Zoho connection: not reachable. | Try again in a minute. If it persists, send your ' +
        'administrator the details. | Try again',
    ],
    [
      { kind: 'unconfirmed', route, message: 'x' },
      'notes.txt | May be on the ticket | 2 kB | via Zoho | The answer was lost on the way. Look at the attachments of ' +
        'the ticket before you send the file again. The panel also checks again by itself. | It is there | Send again',
    ],
    [{ kind: 'cancelled' }, 'notes.txt | Cancelled | 2 kB | Send again'],
  ];

  it.each(ends)('shows %j', async (delivery, words) => {
    const { row, bar, ...panel } = await mountOne();
    await panel.end(0, delivery);
    expect(wordsOf(row())).toBe(words);
    expect(bar()).toBeNull();
  });

  it('goes again when the agent says so', async () => {
    const { row, ...panel } = await mountOne();
    await panel.end(0, { kind: 'failed', trials: [] });
    await panel.click(panel.button('Try again: notes.txt'));
    await panel.passTime(0);
    expect(wordsOf(row())).toBe('notes.txt | Starting… | 2 kB');
    expect(panel.errands).toHaveLength(2);
  });

  it('counts as delivered when the agent found it', async () => {
    const { row, ...panel } = await mountOne();
    await panel.end(0, { kind: 'unconfirmed', route, message: 'x' });
    await panel.click(panel.button('It is there: notes.txt'));
    expect(wordsOf(row())).toBe('notes.txt | On the ticket | 2 kB | via Zoho');
  });
});

describe('an upload of another ticket', () => {
  it('shows the number of its own', async () => {
    const { row, ...panel } = await mountOne();
    await panel.show({ kind: 'ticket', ticket: { id: '8', number: '1043' } });
    expect(wordsOf(row())).toBe('notes.txt | Ticket #1042 | Starting… | 2 kB');
    await panel.show({ kind: 'ticket', ticket });
    expect(wordsOf(row())).toBe('notes.txt | Starting… | 2 kB');
  });

  it('does not count in the heading', async () => {
    const panel = await mountOne();
    const summary = () => panel.root.querySelector('.summary')?.textContent;
    await panel.end(0, { kind: 'delivered', route });
    expect(summary()).toBe('1 of 1 delivered');
    const other = { id: '8', number: '1043' };
    await panel.show({ kind: 'ticket', ticket: other });
    expect(summary()).toBeUndefined();
    await act(() => panel.queue.add([textFile('more.txt')], other));
    expect(summary()).toBe('0 of 1 delivered');
  });

  it('stays as it is while the next ticket is read', async () => {
    const { row, ...panel } = await mountOne();
    await panel.show({ kind: 'reading', slow: false });
    expect(wordsOf(row())).toBe('notes.txt | Starting… | 2 kB');
    await panel.show({ kind: 'unreadable', message: '' });
    expect(wordsOf(row())).toBe('notes.txt | Ticket #1042 | Starting… | 2 kB');
  });
});
