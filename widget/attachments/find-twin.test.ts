import { describe, expect, it } from 'vitest';
import { createDigest, findTwin } from './find-twin.ts';
import { fileOnTicket } from './testing.ts';

const text = (name: string, content: string) => new File([content], name);
const digest = createDigest();
const find = (file: File, onTicket: ReturnType<typeof fileOnTicket>[], added: File[] = []) =>
  findTwin(file, { onTicket, added }, digest);

describe('findTwin', () => {
  it('finds a name on the ticket, of the same size first', async () => {
    const [other, same] = [fileOnTicket(1, { name: 'a.txt', size: 3 }), fileOnTicket(2, { name: 'a.txt', size: 5 })];
    expect(await find(text('a.txt', '12345'), [other, same])).toEqual({
      kind: 'on-ticket',
      file: same,
      sameSize: true,
    });
    expect(await find(text('a.txt', '1'), [other])).toEqual({ kind: 'on-ticket', file: other, sameSize: false });
  });

  it.each([
    ['A.TXT', 'a.txt'],
    ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
  ])('takes %s for %s', async (name, there) => {
    expect(await find(text(name, 'x'), [fileOnTicket(1, { name: there })])).toMatchObject({ kind: 'on-ticket' });
  });

  it('finds a name or a content among what was added', async () => {
    const added = [text('a.txt', 'one'), text('b.txt', 'two')];
    expect(await find(text('b.txt', 'three'), [], added)).toEqual({ kind: 'added', same: 'name', name: 'b.txt' });
    expect(await find(text('c.txt', 'one'), [], added)).toEqual({ kind: 'added', same: 'content', name: 'a.txt' });
    expect(await find(text('c.txt', 'six'), [], added)).toBeUndefined();
  });

  it('reads nothing where no size is the same', async () => {
    const never = () => Promise.reject(new Error('was read'));
    const present = { onTicket: [], added: [text('a.txt', 'longer')] };
    expect(await findTwin(text('b.txt', 'short'), present, never)).toBeUndefined();
  });

  it('lets a file that cannot be read be no twin', async () => {
    const locked = Object.assign(text('b.txt', 'one'), { arrayBuffer: () => Promise.reject(new Error('locked')) });
    expect(await find(locked, [], [text('a.txt', 'two')])).toBeUndefined();
  });
});
