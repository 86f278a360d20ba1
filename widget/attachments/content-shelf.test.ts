import { describe, expect, it } from 'vitest';
import { createContentShelf } from './content-shelf.ts';
import { fileOnTicket, settle, ticket } from './testing.ts';

/** A way to bytes that answers as the test says. */
function createWay(offers = () => true) {
  const waiting: ((bytes?: Blob) => void)[] = [];
  const read = () => new Promise<Blob | undefined>((resolve) => waiting.push(resolve));
  return { waiting, way: { offers, read } };
}

const bytes = new Blob(['x']);

describe('the shelf of contents', () => {
  it('fetches a file once, and two at once', async () => {
    const { way, waiting } = createWay();
    const shelf = createContentShelf([way]);
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

  it('takes the next way where the first gives nothing, and none that offers nothing', async () => {
    const [first, idle, last] = [createWay(), createWay(() => false), createWay()];
    const shelf = createContentShelf([first.way, idle.way, last.way]);
    const reading = shelf.read(ticket, fileOnTicket(1));
    await settle();
    expect(last.waiting).toHaveLength(0);
    first.waiting[0]?.();
    await settle();
    expect(idle.waiting).toHaveLength(0);
    last.waiting[0]?.(bytes);
    expect(await reading).toBe(bytes);
  });

  it('tries again what was not to be had, and does not keep what is large', async () => {
    const { way, waiting } = createWay();
    const shelf = createContentShelf([way]);
    for (const [at, given] of [undefined, new Blob(['x'.repeat(2 * 1024 ** 2)]), bytes].entries()) {
      const reading = shelf.read(ticket, fileOnTicket(1));
      await settle();
      waiting[at]?.(given);
      expect(await reading).toBe(given);
    }
    expect(waiting).toHaveLength(3);
  });

  it('offers what one of its ways offers', () => {
    const [some, none] = [createWay().way, createWay(() => false).way];
    expect(createContentShelf([none, some]).offers(fileOnTicket(1))).toBe(true);
    expect(createContentShelf([none]).offers(fileOnTicket(1))).toBe(false);
    expect(createContentShelf([]).offers(fileOnTicket(1))).toBe(false);
  });
});
