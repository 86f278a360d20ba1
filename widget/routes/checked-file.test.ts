import { expect, it } from 'vitest';
import { headBytes } from '../../contract/file-types.ts';
import { omsLimits } from '../../contract/limits.ts';
import { createLockedFile } from '../hosts/fake-zohodesk.ts';
import { checkBeforeSending, declaredAs } from './checked-file.ts';

it('declares a file with the type that is wanted, and leaves the rest of it', async () => {
  const file = new File(['hello'], 'a.txt', { type: 'text/x-odd', lastModified: 7 });
  expect(declaredAs(file, 'text/x-odd')).toBe(file);
  const declared = declaredAs(file, 'text/plain');
  expect(declared).toMatchObject({ name: 'a.txt', type: 'text/plain', lastModified: 7, size: 5 });
  expect(await declared.text()).toBe('hello');
});

it('reads no more of a file than its head', async () => {
  const file = new File([new Uint8Array(3 * headBytes)], 'a.txt');
  const read: number[] = [];
  file.slice = (start, end) => {
    read.push((end ?? 0) - (start ?? 0));
    return Blob.prototype.slice.call(file, start, end);
  };
  await checkBeforeSending(file, omsLimits);
  expect(read).toEqual([headBytes]);
});

it('finds that a file cannot be read any more', async () => {
  const findings = await checkBeforeSending(createLockedFile('a.txt'), omsLimits);
  expect(findings.map(({ kind }) => kind)).toEqual(['unreadable']);
});
