import { describe, expect, it } from 'vitest';
import { sliceBytes } from '../slices.ts';
import { createDigest } from './digest.ts';
import { createFindTwin, type Present } from './find-twin.ts';
import { fileOnTicket } from './testing.ts';

const text = (name: string, content: string) => new File([content], name);
const find = (file: File, present: Partial<Present>) =>
  createFindTwin({
    onTicket: [],
    added: [],
    digest: (one) => one.text(),
    digestOnTicket: async () => undefined,
    ...present,
  })(file);

describe('the twin of a file', () => {
  it('has its name on the ticket, its size too if there is such a one', async () => {
    const [other, same] = [fileOnTicket(1, { name: 'a.txt', size: 3 }), fileOnTicket(2, { name: 'a.txt', size: 5 })];
    const onTicket = [other, same];
    expect(await find(text('a.txt', '12345'), { onTicket })).toEqual({ place: 'ticket', same: 'both', file: same });
    expect(await find(text('a.txt', '1'), { onTicket })).toEqual({ place: 'ticket', same: 'name', file: other });
  });

  it.each([
    ['A.TXT', 'a.txt'],
    ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
  ])('may be called %s for %s', async (name, there) => {
    const onTicket = [fileOnTicket(1, { name: there })];
    expect(await find(text(name, 'x'), { onTicket })).toMatchObject({ place: 'ticket' });
  });

  it('has its name or its content among what was added', async () => {
    const [one, two] = [text('a.txt', 'one'), text('b.txt', 'two')];
    const added = [one, two];
    expect(await find(text('b.txt', 'three'), { added })).toEqual({ place: 'queue', same: 'name', file: two });
    expect(await find(text('c.txt', 'one'), { added })).toEqual({ place: 'queue', same: 'content', file: one });
    expect(await find(text('c.txt', 'six'), { added })).toBeUndefined();
  });

  it('has its content on the ticket under another name', async () => {
    const [other, same] = [fileOnTicket(1, { size: 3 }), fileOnTicket(2, { size: 3 })];
    const digestOnTicket = async ({ id }: { id: string }) => (id === 'f2' ? 'one' : 'two');
    const present = { onTicket: [other, same], digestOnTicket };
    expect(await find(text('c.txt', 'one'), present)).toEqual({ place: 'ticket', same: 'content', file: same });
    expect(await find(text('c.txt', 'six'), present)).toBeUndefined();
  });

  it('may be one that was looked at before', async () => {
    const look = createFindTwin({
      onTicket: [],
      added: [],
      digest: (one) => one.text(),
      digestOnTicket: async () => undefined,
    });
    const first = text('a.txt', 'one');
    expect(await look(first)).toBeUndefined();
    expect(await look(text('a.txt', 'two'))).toEqual({ place: 'queue', same: 'name', file: first });
    expect(await look(text('b.txt', 'one'))).toEqual({ place: 'queue', same: 'content', file: first });
  });

  it('is looked for without reading where no size is the same', async () => {
    const never = () => Promise.reject(new Error('was read'));
    const added = [text('a.txt', 'longer')];
    const present = { onTicket: [fileOnTicket(1)], added, digest: never, digestOnTicket: never };
    expect(await find(text('b.txt', 'short'), present)).toBeUndefined();
    expect(await find(text('b.txt', ''), { ...present, onTicket: [fileOnTicket(1, { size: 0 })] })).toBeUndefined();
  });

  it('is one to the last of its slices, and is read no further than to where it differs', async () => {
    const read: number[] = [];
    const watch = createDigest(async (file: File) => file);
    const digest = (file: File, slice: number) => {
      read.push(slice);
      return watch(file, slice);
    };
    const large = (name: string, start: string, end: string) =>
      new File([start.padEnd(sliceBytes), ' '.repeat(sliceBytes), end], name);
    const added = [large('a.bin', 'one', 'end')];
    expect(await find(large('b.bin', 'one', 'end'), { added, digest })).toMatchObject({ same: 'content' });
    expect(read).toEqual([0, 0, 1, 1, 2, 2]);
    expect(await find(large('c.bin', 'one', 'eND'), { added, digest })).toBeUndefined();
    read.length = 0;
    expect(await find(large('d.bin', 'two', 'end'), { added, digest })).toBeUndefined();
    expect(read).toEqual([0, 0]);
  });

  it('is none where contents cannot be read', async () => {
    const added = [text('a.txt', 'two')];
    expect(await find(text('b.txt', 'one'), { added, digest: async () => undefined })).toBeUndefined();
  });
});
