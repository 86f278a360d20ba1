import { describe, expect, it } from 'vitest';
import { sliceBytes } from '../slices.ts';
import type { Keeper, KeeperBounds } from './keeper.ts';
import { KeptUpload } from './kept-upload.ts';

/** A keeper under test, over a storage of its own that is empty. */
export interface KeeperStage {
  readonly keeper: Keeper;
  /** Another keeper over the same storage, as another page has it. */
  another(): Promise<Keeper>;
  /** Puts something into the storage as nobody should. */
  plant(id: string, record: unknown, file: unknown): Promise<void>;
}

export interface StageOptions {
  readonly bounds: KeeperBounds;
  /** The present, in milliseconds since 1970. */
  readonly nowMs: number;
}

const nowMs = Date.UTC(2026, 2, 1, 12);
const bounds: KeeperBounds = { bytes: 10, ageMs: 60_000 };

/** An upload to keep. */
export function keptUpload(id: string, change: Partial<KeptUpload> = {}): KeptUpload {
  return {
    version: 1,
    id,
    ticket: { id: '7', number: '1042', subject: 'The printer is on fire' },
    name: `${id}.txt`,
    type: 'text/plain',
    mimeType: 'text/plain',
    size: 3,
    lastModified: 1,
    keptMs: nowMs,
    order: 1,
    end: undefined,
    ...change,
  };
}

const bytes = (text = 'abc') => new Blob([text], { type: 'text/plain' });

/** What every keeper does. */
export function describeKeeper(name: string, open: (options: StageOptions) => Promise<KeeperStage>): void {
  const stage = () => open({ bounds, nowMs });

  describe(`the keeper ${name}`, () => {
    it('keeps uploads with their bytes for another page, the oldest first', async () => {
      const { keeper, another } = await stage();
      expect(await keeper.keep(keptUpload('b', { order: 2 }), bytes())).toEqual({ kind: 'kept', evicted: [] });
      await keeper.keep(keptUpload('a', { order: 1 }), bytes('xyz'));
      const { kept, expired, broken } = await (await another()).list();
      expect(kept.map(({ upload }) => KeptUpload.safeParse(upload).data)).toEqual([
        keptUpload('a'),
        keptUpload('b', { order: 2 }),
      ]);
      expect(await Promise.all(kept.map(({ file }) => file.text()))).toEqual(['xyz', 'abc']);
      expect([expired, broken]).toEqual([[], 0]);
    });

    it('keeps a large file whole', async () => {
      const size = 2 * sliceBytes + 1;
      const { keeper, another } = await open({ bounds: { ...bounds, bytes: size }, nowMs });
      const text = 'a large file '.repeat(size / 13 + 1).slice(0, size);
      expect(await keeper.keep(keptUpload('a', { size }), bytes(text))).toEqual({ kind: 'kept', evicted: [] });
      const found = await (await another()).find('a');
      expect((await found?.file.text()) === text).toBe(true);
    });

    it('finds one of them', async () => {
      const { keeper } = await stage();
      await keeper.keep(keptUpload('a'), bytes());
      expect((await keeper.find('a'))?.upload.name).toBe('a.txt');
      expect(await keeper.find('b')).toBeUndefined();
    });

    it('notes what changes, and forgets it again', async () => {
      const { keeper } = await stage();
      await keeper.keep(keptUpload('a'), bytes());
      const past = { sinceMs: 5, earlierIds: ['1'], doubtMs: 6 };
      const end = { kind: 'unconfirmed', route: 'gateway', message: 'lost' } as const;
      expect(await keeper.note('a', { past })).toBe(true);
      expect(await keeper.note('a', { end })).toBe(true);
      const noted = (await keeper.find('a'))?.upload;
      expect([noted?.past, noted?.end]).toEqual([past, end]);
      await keeper.note('a', { end: undefined });
      expect((await keeper.find('a'))?.upload.end).toBeUndefined();
    });

    it('notes nothing of one that it does not keep', async () => {
      const { keeper } = await stage();
      expect(await keeper.note('a', { end: undefined })).toBe(false);
      expect((await keeper.list()).kept).toEqual([]);
    });

    it('drops one', async () => {
      const { keeper, another } = await stage();
      await keeper.keep(keptUpload('a'), bytes());
      await keeper.drop('a');
      await keeper.drop('a');
      expect((await (await another()).list()).kept).toEqual([]);
    });

    it('lets the oldest go where there is no room, and says which', async () => {
      const { keeper } = await stage();
      for (const order of [1, 2, 3]) await keeper.keep(keptUpload(`u${order}`, { order }), bytes());
      const end = await keeper.keep(keptUpload('u4', { order: 4, size: 5 }), bytes('abcde'));
      expect(end).toEqual({ kind: 'kept', evicted: ['u1', 'u2'] });
      expect((await keeper.list()).kept.map(({ upload }) => upload.id)).toEqual(['u3', 'u4']);
    });

    it('lets nothing go for a file that is larger than all the room', async () => {
      const { keeper } = await stage();
      await keeper.keep(keptUpload('a'), bytes());
      expect(await keeper.keep(keptUpload('b', { size: 11 }), bytes('abcdefghijk'))).toEqual({ kind: 'full' });
      expect((await keeper.list()).kept).toHaveLength(1);
    });

    it('does not count an upload twice that it keeps again', async () => {
      const { keeper } = await stage();
      await keeper.keep(keptUpload('a', { size: 6 }), bytes('abcdef'));
      expect(await keeper.keep(keptUpload('a', { size: 6 }), bytes('abcdef'))).toEqual({ kind: 'kept', evicted: [] });
    });

    it('drops what is too old, and says which', async () => {
      const { keeper } = await stage();
      await keeper.keep(keptUpload('old', { keptMs: nowMs - bounds.ageMs - 1 }), bytes());
      await keeper.keep(keptUpload('young', { keptMs: nowMs - bounds.ageMs }), bytes());
      const { kept, expired } = await keeper.list();
      expect(kept.map(({ upload }) => upload.id)).toEqual(['young']);
      expect(expired).toEqual(['old.txt']);
      expect((await keeper.list()).expired).toEqual([]);
    });

    it.each([
      ['is no record', 'a string', 'bytes'],
      ['is of another version', { ...keptUpload('x'), version: 2 }, 'bytes'],
      ['has no ticket', { ...keptUpload('x'), ticket: undefined }, 'bytes'],
      ['is another’s', keptUpload('y'), 'bytes'],
      ['has no bytes', keptUpload('x'), 'nothing'],
      ['has not all its bytes', keptUpload('x', { size: 9 }), 'bytes'],
    ])('drops one that %s, and keeps the others', async (_, record, file) => {
      const { keeper, plant } = await stage();
      await keeper.keep(keptUpload('a'), bytes());
      await plant('x', record, file === 'bytes' ? bytes() : undefined);
      expect(await keeper.find('x')).toBeUndefined();
      const { kept, broken } = await keeper.list();
      expect(kept.map(({ upload }) => upload.id)).toEqual(['a']);
      expect(broken).toBe(1);
      expect((await keeper.list()).broken).toBe(0);
    });

    it('lets one go on whose end cannot be read', async () => {
      const { keeper, plant } = await stage();
      await plant('x', { ...keptUpload('x'), end: { kind: 'exploded' } }, bytes());
      expect((await keeper.list()).kept[0]?.upload.end).toBeUndefined();
    });
  });
}
