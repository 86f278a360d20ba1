import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Room, Spool, SpoolFullError } from './spool.ts';

async function* of(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

/** What the spool uses of `FileHandle.write`. */
interface Writer {
  write(bytes: Uint8Array, at: number, length: number, place: number): Promise<{ bytesWritten: number }>;
}

/** The writing to any file, for a test to meddle with. */
async function watchedWrites(folder: string) {
  const handle = await open(join(folder, 'any'), 'w');
  const kind: Writer = Object.getPrototypeOf(handle);
  await handle.close();
  await rm(join(folder, 'any'));
  const { write } = kind;
  const spy = vi.spyOn(kind, 'write');
  onTestFinished(() => spy.mockRestore());
  return { write, spy };
}

describe('Room', () => {
  it('gives as much as there is, to the last byte', () => {
    const room = new Room(10);
    expect([room.take(11), room.take(4), room.take(7), room.take(6), room.take(1), room.take(0)]).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
    room.leave(4);
    expect([room.take(5), room.take(4)]).toEqual([false, true]);
  });
});

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

  it('gives back no byte of the file behind, however the pieces fall', async () => {
    const spool = new Spool(new Room(1_000_000), folder);
    onTestFinished(() => spool.dispose());
    const bytes = randomBytes(300_000);
    const [first, none, last] = [
      await spool.keep(of(bytes.subarray(0, 100_000))),
      await spool.keep(of()),
      await spool.keep(of(bytes.subarray(100_000))),
    ];
    expect((await buffer(first.read())).equals(bytes.subarray(0, 100_000))).toBe(true);
    expect(await buffer(none.read())).toEqual(Buffer.alloc(0));
    expect((await buffer(last.read())).equals(bytes.subarray(100_000))).toBe(true);
    expect([first.size, none.size, last.size]).toEqual([100_000, 0, 200_000]);
  });

  it('gives back bytes as a stream of bytes', async () => {
    const spool = new Spool(new Room(100), folder);
    onTestFinished(() => spool.dispose());
    const stream = (await spool.keep(of(Buffer.from('abcdef')))).read();
    await once(stream, 'readable');
    expect(String(stream.read(2))).toBe('ab');
    expect(String(stream.read())).toBe('cdef');
    expect(stream.readableObjectMode).toBe(false);
  });

  it('writes all of a chunk where the disk takes it bit by bit', async () => {
    const { write, spy } = await watchedWrites(folder);
    spy.mockImplementation(function (this: Writer, bytes, at, length, place) {
      return write.call(this, bytes, at, Math.min(length, 3), place);
    });
    const spool = new Spool(new Room(100), folder);
    onTestFinished(() => spool.dispose());
    await spool.keep(of(Buffer.from('before')));
    const file = await spool.keep(of(Buffer.from('abcdefgh'), Buffer.from('ijkl')));
    expect(String(await buffer(file.read()))).toBe('abcdefghijkl');
    expect(spy.mock.calls.map(([, , length]) => length)).toEqual([6, 3, 8, 5, 2, 4, 1]);
  });

  const full = expect.objectContaining({
    name: 'FileError',
    status: 413,
    message: "There is no room to keep a file until the token, the ticket and the file's name come: send these first",
  });
  const broken = Object.assign(new Error('broken'), { code: 'EIO' });
  const nameless = new Error('broken');
  const strange = { code: 'ENOSPC' };

  it.each<[string, unknown, unknown]>([
    ['no space left', Object.assign(new Error('full'), { code: 'ENOSPC' }), full],
    ['no space left for who asks', Object.assign(new Error('full'), { code: 'EDQUOT' }), full],
    ['broken', broken, broken],
    ['broken in a way that has no code', nameless, nameless],
    ['strange', strange, strange],
  ])('fails as the disk does that is %s, and keeps nothing then', async (_, error, failure) => {
    const { spy } = await watchedWrites(folder);
    const room = new Room(100);
    const spool = new Spool(room, folder);
    onTestFinished(() => spool.dispose());
    spy.mockRejectedValueOnce(error);
    await expect(spool.keep(of(randomBytes(60)))).rejects.toEqual(failure);
    expect(room.take(100)).toBe(true);
    room.leave(100);
    expect((await spool.keep(of(randomBytes(100)))).size).toBe(100);
  });

  it('says the same where there is no room', async () => {
    const spool = new Spool(new Room(2), folder);
    onTestFinished(() => spool.dispose());
    await expect(spool.keep(of(Buffer.from('abc')))).rejects.toEqual(full);
  });

  it('does not wait for ever for bytes that are gone', async () => {
    const spool = new Spool(new Room(100), folder);
    onTestFinished(() => spool.dispose());
    const file = await spool.keep(of(Buffer.from('abc')));
    await file.release();
    await expect(buffer(file.read())).rejects.toThrow('a spooled file is shorter than what was written');
  });

  it('lets a file be released after all was disposed of', async () => {
    const room = new Room(100);
    const spool = new Spool(room, folder);
    const file = await spool.keep(of(randomBytes(60)));
    await spool.dispose();
    await file.release();
    expect([room.take(101), room.take(100)]).toEqual([false, true]);
  });

  it('makes its file in the folder of the system where no other is named', async () => {
    const spool = new Spool(new Room(100));
    onTestFinished(() => spool.dispose());
    expect(String(await buffer((await spool.keep(of(Buffer.from('abc')))).read()))).toBe('abc');
  });
});
