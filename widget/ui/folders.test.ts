import { describe, expect, it } from 'vitest';
import { filesOfDrop } from './folders.ts';

const base = { filesystem: { name: '', root: undefined }, fullPath: '', getParent: () => {} };

/** Entries as Chromium hands them over, as far as they are read. */
function fileEntry(name: string, readable = true): FileSystemEntry {
  const read = (done: (file: File) => void, fail: () => void) => (readable ? done(new File(['x'], name)) : fail());
  return Object.assign(Object.create(null), base, { name, isFile: true, isDirectory: false, file: read });
}

function folderEntry(name: string, entries: readonly FileSystemEntry[], batch = 100): FileSystemEntry {
  const createReader = () => {
    let at = 0;
    return {
      readEntries(done: (entries: readonly FileSystemEntry[]) => void) {
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

  it('leaves out what cannot be read and what systems put there', async () => {
    const entries = ['.DS_Store', 'Thumbs.db', 'desktop.ini'].map((name) => fileEntry(name));
    expect(await namesOf(folderEntry('f', [...entries, fileEntry('locked', false), fileEntry('.env')]))).toEqual([
      '.env',
    ]);
  });

  it('is what was dropped where nothing of it can be read', async () => {
    const locked = folderEntry('locked', [fileEntry('a.txt', false)]);
    expect(await namesOf(locked, fileEntry('b.txt', false), folderEntry('empty', []))).toEqual(['as it was dropped']);
  });
});
