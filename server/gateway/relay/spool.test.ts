import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool, SpoolFullError } from './spool.ts';

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
    const spool = new Spool(1_000_000, folder);
    const bytes = randomBytes(200_000);
    const file = await spool.keep(of(bytes.subarray(0, 7), bytes.subarray(7)));
    expect(file.size).toBe(200_000);
    expect((await buffer(file.read())).equals(bytes)).toBe(true);
    expect((await buffer(file.read())).equals(bytes)).toBe(true);
    await spool.dispose();
  });

  it('leaves nothing in the folder, even while files are kept', async () => {
    const spool = new Spool(1000, folder);
    await spool.keep(of(Buffer.from('a')));
    expect(await readdir(folder)).toEqual([]);
    await spool.dispose();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps no more than its bound, over all its files, and takes more once something was released', async () => {
    const spool = new Spool(100, folder);
    const first = await spool.keep(of(randomBytes(60)));
    await expect(spool.keep(of(randomBytes(30), randomBytes(30)))).rejects.toThrow(SpoolFullError);
    expect((await spool.keep(of(randomBytes(40)))).size).toBe(40);
    await first.release();
    expect((await spool.keep(of(randomBytes(60)))).size).toBe(60);
    await spool.dispose();
    await spool.dispose();
  });
});
