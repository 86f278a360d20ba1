import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Room, Spool, SpoolFullError } from './spool.ts';

async function* of(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

describe('Spool', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anexo-spool-test-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('gives back what it kept, more than once, from the start', async () => {
    const spool = new Spool(new Room(1_000_000), folder);
    const bytes = randomBytes(200_000);
    const file = await spool.keep(of(bytes.subarray(0, 7), bytes.subarray(7)));
    expect(file.size).toBe(200_000);
    expect((await buffer(file.read())).equals(bytes)).toBe(true);
    expect((await buffer(file.read())).equals(bytes)).toBe(true);
    await spool.dispose();
  });

  it('leaves nothing in the folder, even while files are kept', async () => {
    const spool = new Spool(new Room(1000), folder);
    await spool.keep(of(Buffer.from('a')));
    expect(await readdir(folder)).toEqual([]);
    await spool.dispose();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps several files at once, each from its own start', async () => {
    const spool = new Spool(new Room(1000), folder);
    const kept = [await spool.keep(of(Buffer.from('one'))), await spool.keep(of(Buffer.from('two'), Buffer.from('!')))];
    expect(await Promise.all(kept.map(async (file) => String(await buffer(file.read()))))).toEqual(['one', 'two!']);
    await spool.dispose();
  });

  it('keeps no more than there is room for, and makes room when nothing is kept any more', async () => {
    const room = new Room(100);
    const spool = new Spool(room, folder);
    const first = await spool.keep(of(randomBytes(60)));
    await expect(spool.keep(of(randomBytes(30), randomBytes(30)))).rejects.toThrow(SpoolFullError);
    const second = await spool.keep(of(randomBytes(40)));
    await first.release();
    await expect(spool.keep(of(randomBytes(1)))).rejects.toThrow(SpoolFullError);
    await second.release();
    expect((await spool.keep(of(randomBytes(100)))).size).toBe(100);
    await spool.dispose();
    await spool.dispose();
    expect(room.take(100)).toBe(true);
  });

  it('shares its room with other requests', async () => {
    const room = new Room(100);
    const one = new Spool(room, folder);
    const other = new Spool(room, folder);
    await one.keep(of(randomBytes(60)));
    await expect(other.keep(of(randomBytes(41)))).rejects.toThrow(SpoolFullError);
    await one.dispose();
    expect((await other.keep(of(randomBytes(100)))).size).toBe(100);
    await other.dispose();
  });

  it('keeps nothing of what breaks off', async () => {
    const room = new Room(100);
    const spool = new Spool(room, folder);
    async function* broken(): AsyncGenerator<Buffer> {
      yield randomBytes(50);
      throw new Error('gone');
    }
    await expect(spool.keep(broken())).rejects.toThrow('gone');
    const bytes = randomBytes(100);
    expect((await buffer((await spool.keep(of(bytes))).read())).equals(bytes)).toBe(true);
    await spool.dispose();
  });
});
