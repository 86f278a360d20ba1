import { describe, expect, it } from 'vitest';
import { createContentShelf } from './content-shelf.ts';
import { fileOnTicket, settle, ticket } from './testing.ts';
import type { Content } from './ticket-attachments.ts';

function setUp() {
  const waiting: ((content: Content) => void)[] = [];
  const shelf = createContentShelf({ read: () => new Promise((resolve) => waiting.push(resolve)) });
  return { shelf, waiting };
}

const bytes: Content = { kind: 'bytes', bytes: new Blob(['x']) };

describe('the shelf of contents', () => {
  it('fetches a file once, and two at once', async () => {
    const { shelf, waiting } = setUp();
    const all = [1, 2, 3, 1].map((number) => shelf.read(ticket, fileOnTicket(number)));
    await settle();
    expect(waiting).toHaveLength(2);
    for (let at = 0; at < 3; at += 1) {
      waiting[at]?.(bytes);
      await settle();
    }
    expect(await Promise.all(all)).toEqual([bytes, bytes, bytes, bytes]);
    expect(waiting).toHaveLength(3);
  });

  it('tries again what was not available', async () => {
    const { shelf, waiting } = setUp();
    for (let at = 0; at < 2; at += 1) {
      const reading = shelf.read(ticket, fileOnTicket(1));
      await settle();
      waiting[at]?.({ kind: 'unavailable', message: 'down' });
      expect((await reading).kind).toBe('unavailable');
    }
    expect(shelf.offered.value).toBe(true);
  });

  it('asks nothing any more once it is told that there are none', async () => {
    const { shelf, waiting } = setUp();
    const reading = shelf.read(ticket, fileOnTicket(1));
    await settle();
    waiting[0]?.({ kind: 'unsupported', message: 'none here' });
    await reading;
    expect(shelf.offered.value).toBe(false);
    expect((await shelf.read(ticket, fileOnTicket(2))).kind).toBe('unsupported');
    expect(waiting).toHaveLength(1);
  });

  it('offers nothing where no way is set up', () => {
    expect(createContentShelf(undefined).offered.value).toBe(false);
  });
});
