import { describe, expect, it } from 'vitest';
import type { Attachment } from './destination.ts';
import { absentOr, findListed, listNewest, type PageReading } from './paging.ts';

const one = (id: string, seconds: number): Attachment => ({
  ...{ id, name: id, size: 1, mimeType: 'text/plain' },
  createdAt: new Date(seconds * 1000).toISOString(),
});
const pages = (...all: readonly (readonly Attachment[])[]) => {
  const asked: number[] = [];
  const read = async (number: number): Promise<PageReading<Attachment>> => {
    asked.push(number);
    return { kind: 'page', items: all[number] ?? [], more: number + 1 < all.length };
  };
  return { asked, read };
};
const failed = { kind: 'failed', outcome: { kind: 'busy', message: 'later' } } as const;
const endless = async (): Promise<PageReading<Attachment>> => ({ kind: 'page', items: [one('x', 1)], more: true });

describe('listNewest', () => {
  it('puts the newest of all pages first, in whatever order they come', async () => {
    const { read } = pages([one('b', 2), one('d', 4)], [one('a', 1), one('c', 3), one('e', 4)]);
    const ids = async (offset: number, limit: number) => {
      const listing = await listNewest(read, { offset, limit });
      return listing.kind === 'listed' ? listing.attachments.map(({ id }) => id) : listing;
    };
    expect(await ids(0, 9)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await ids(1, 2)).toEqual(['d', 'c']);
    expect(await ids(5, 2)).toEqual([]);
  });

  it('fails where a page does, or where there is no end', async () => {
    expect(await listNewest(async () => failed, { offset: 0, limit: 1 })).toBe(failed);
    expect(await listNewest(endless, { offset: 0, limit: 1 })).toMatchObject({ outcome: { kind: 'unavailable' } });
  });
});

describe('findListed', () => {
  it('reads no further than it must', async () => {
    const { asked, read } = pages([one('a', 1)], [one('b', 1)], [one('c', 1)]);
    expect(await findListed(read, 'b')).toMatchObject({ kind: 'found', item: { id: 'b' } });
    expect(asked).toEqual([0, 1]);
    expect(await findListed(read, 'z')).toEqual({ kind: 'not-found' });
    expect(await findListed(endless, 'z')).toMatchObject({ outcome: { kind: 'unavailable' } });
  });
});

it('looks through fifty pages, and no further', async () => {
  let asked = 0;
  const lastOf = (count: number) => async (): Promise<PageReading<Attachment>> => {
    asked += 1;
    return { kind: 'page', items: [one(String(asked), 1)], more: asked < count };
  };
  expect(await listNewest(lastOf(50), { offset: 0, limit: 1 })).toMatchObject({ kind: 'listed' });
  asked = 0;
  expect(await findListed(lastOf(50), '50')).toMatchObject({ kind: 'found' });
  const message = 'The ticket has more attachments than can be looked through';
  const tooMany = { kind: 'failed', outcome: { kind: 'unavailable', message } };
  asked = 0;
  expect(await listNewest(lastOf(51), { offset: 0, limit: 1 })).toEqual(tooMany);
  expect(asked).toBe(50);
  asked = 0;
  expect(await findListed(lastOf(51), 'x')).toEqual(tooMany);
  expect(asked).toBe(50);
});

it('knows no attachment of a ticket that there is not', () => {
  const outcome = { kind: 'refused', reason: 'ticket-not-found', message: 'm' } as const;
  expect(absentOr({ kind: 'failed', outcome })).toEqual({ kind: 'not-found' });
  expect(absentOr(failed)).toBe(failed);
});
