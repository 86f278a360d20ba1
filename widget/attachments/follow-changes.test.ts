import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createQueue } from '../queue/queue.ts';
import { countIds, createErrands, deskRoute } from '../queue/testing.ts';
import { afterDeliveryMs, afterNewsMs, followChanges, freshMs, lookAgainMs } from './follow-changes.ts';
import { createScriptedAttachments, fileOnTicket, otherTicket, settle, ticket } from './testing.ts';
import { createTicketFiles } from './ticket-files.ts';

async function setUp() {
  const service = createScriptedAttachments();
  const clock = createManualClock();
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, newId: countIds() });
  const files = createTicketFiles({ attachments: service.attachments, clock });
  const page = { visible: true, comeBack: () => {}, tell: () => {} };
  files.show(ticket);
  await settle();
  const end = followChanges({
    files,
    queue,
    clock,
    isVisible: () => page.visible,
    onReturn(listener) {
      page.comeBack = listener;
      return () => {
        page.comeBack = () => {};
      };
    },
    onNews(listener) {
      page.tell = listener;
      return () => {
        page.tell = () => {};
      };
    },
  });
  const first = service.calls.length;
  return { ...service, clock, queue, errands, page, end, asked: () => service.calls.length - first };
}

const text = (name: string) => new File(['x'], name, { type: 'text/plain' });
const delivered = { kind: 'delivered', route: 'connector' } as const;

describe('following changes', () => {
  it('asks shortly after an own delivery', async () => {
    const { queue, errands, clock, asked } = await setUp();
    await queue.add([text('a.txt')], ticket);
    await errands[0]?.end(delivered);
    expect(asked()).toBe(0);
    await clock.advance(afterDeliveryMs.last);
    expect(asked()).toBe(1);
  });

  it('asks seldom while many are on their way, and once after the last', async () => {
    const { queue, errands, clock, asked } = await setUp();
    await queue.add(['a', 'b', 'c', 'd', 'e'].map(text), ticket);
    for (let at = 0; at < 5; at += 1) {
      await errands[at]?.end(delivered);
      await clock.advance(100);
    }
    expect(asked()).toBe(0);
    await clock.advance(afterDeliveryMs.amid);
    expect(asked()).toBe(1);
  });

  it('asks nothing for the delivery to a ticket that is not on screen', async () => {
    const { queue, errands, clock, asked } = await setUp();
    await queue.add([text('a.txt')], otherTicket);
    await errands[0]?.end(delivered);
    await clock.advance(afterDeliveryMs.last);
    expect(asked()).toBe(0);
  });

  it('asks when the agent comes back, but not for what is fresh', async () => {
    const { page, clock, asked } = await setUp();
    await clock.advance(freshMs);
    page.comeBack();
    page.comeBack();
    await clock.advance(0);
    expect(asked()).toBe(1);
  });

  it('asks after news of the product, however fresh the list, and once for many', async () => {
    const { page, clock, asked } = await setUp();
    for (let count = 0; count < 10; count += 1) page.tell();
    await clock.advance(afterNewsMs);
    expect(asked()).toBe(1);
    page.tell();
    await clock.advance(afterNewsMs);
    expect(asked()).toBe(2);
  });

  it('looks again at growing intervals while nothing is new, and never while nobody sees it', async () => {
    const { page, clock, asked, put } = await setUp();
    await clock.advance(lookAgainMs.first);
    expect(asked()).toBe(1);
    await clock.advance(lookAgainMs.first);
    expect(asked()).toBe(1);
    put(ticket, fileOnTicket(1));
    await clock.advance(lookAgainMs.first);
    expect(asked()).toBe(2);
    await clock.advance(lookAgainMs.first);
    expect(asked()).toBe(3);
    page.visible = false;
    await clock.advance(10 * lookAgainMs.longest);
    expect(asked()).toBe(3);
  });

  it('costs a panel that is left open few calls a day', async () => {
    const { clock, asked } = await setUp();
    await clock.advance(8 * 60 * 60 * 1000);
    expect(asked()).toBeLessThan(40);
  });

  it('ends', async () => {
    const { clock, end, asked, page } = await setUp();
    page.tell();
    end();
    page.comeBack();
    page.tell();
    await clock.advance(lookAgainMs.longest);
    expect(asked()).toBe(0);
  });
});
