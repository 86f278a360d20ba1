import { describe, expect, it } from 'vitest';
import { deskLimits as limits } from '../../contract/limits.ts';
import { checkBeforeSending } from '../routes/checked-file.ts';
import { filesOfDrop } from './folders.ts';

const base = { filesystem: { name: '', root: undefined }, fullPath: '', getParent: () => {} };

/** Entries as Chromium hands them over, as far as they are read. */
function fileEntry(name: string, readable = true): FileSystemEntry {
  const read = (done: (file: File) => void, fail: () => void) => (readable ? done(new File(['x'], name)) : fail());
  return Object.assign(Object.create(null), base, { name, isFile: true, isDirectory: false, file: read });
}

/** @param fails after how many entries it can be read no further */
function folderEntry(
  name: string,
  entries: readonly FileSystemEntry[],
  batch = 100,
  fails = Number.POSITIVE_INFINITY,
): FileSystemEntry {
  const createReader = () => {
    let at = 0;
    return {
      readEntries(done: (entries: readonly FileSystemEntry[]) => void, fail: () => void) {
        if (at >= fails) return fail();
        done(entries.slice(at, at + batch));
        at += batch;
      },
    };
  };
  return Object.assign(Object.create(null), base, { name, isFile: false, isDirectory: true, createReader });
}

const dropped = [new File([], 'as it was dropped')];
const namesOf = async (...entries: FileSystemEntry[]) => (await filesOfDrop(entries, dropped)).map(({ name }) => name);

describe('filesOfDrop', () => {
  it('reads folders in folders, and the files beside them', async () => {
    const inner = folderEntry('inner', [fileEntry('c.txt')]);
    expect(await namesOf(fileEntry('a.txt'), folderEntry('outer', [fileEntry('b.txt'), inner]))).toEqual([
      'a.txt',
      'b.txt',
      'c.txt',
    ]);
  });

  it('reads a folder to its end, batch by batch', async () => {
    const many = Array.from({ length: 250 }, (_, at) => fileEntry(`${at}.txt`));
    expect(await namesOf(folderEntry('many', many))).toHaveLength(250);
  });

  it('reads more files than a call may have arguments', async () => {
    const file = new File(['x'], 'a.txt');
    const entry = Object.assign(fileEntry('a.txt'), { file: (done: (file: File) => void) => done(file) });
    const many = Array.from({ length: 200_000 }, () => entry);
    expect(await namesOf(folderEntry('outer', [folderEntry('many', many, many.length / 4)]))).toHaveLength(many.length);
  });

  it('leaves out what systems put there', async () => {
    const entries = ['.DS_Store', 'Thumbs.db', 'desktop.ini'].map((name) => fileEntry(name));
    expect(await namesOf(folderEntry('f', [...entries, fileEntry('.env')]))).toEqual(['.env']);
  });

  it('has a file that cannot be read, and a folder that cannot, among the others, to be named', async () => {
    const inner = folderEntry('half', [fileEntry('a.txt'), fileEntry('b.txt')], 1, 1);
    const files = await filesOfDrop([folderEntry('f', [fileEntry('locked.txt', false), inner])], dropped);
    const findings = await Promise.all(files.map(async (file) => [file.name, await checkBeforeSending(file, limits)]));
    expect(findings).toEqual([
      ['locked.txt', [{ kind: 'unreadable' }]],
      ['a.txt', []],
      ['half', [{ kind: 'unreadable' }]],
    ]);
  });

  it('is what was dropped where nothing of it can be read', async () => {
    const locked = folderEntry('locked', [fileEntry('a.txt', false)]);
    expect(await namesOf(locked, fileEntry('b.txt', false), folderEntry('empty', []))).toEqual(['as it was dropped']);
  });
});
