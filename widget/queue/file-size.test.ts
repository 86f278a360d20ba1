import { expect, it } from 'vitest';
import { lookUpSizes, sizeOf } from './file-size.ts';

/** Tells how often its size was asked for. */
function countingFile() {
  const file = new File(['abc'], 'a.txt');
  let asked = 0;
  Object.defineProperty(file, 'size', {
    get() {
      asked += 1;
      return 3;
    },
  });
  return { file, asked: () => asked };
}

it('a size is asked for once', () => {
  const { file, asked } = countingFile();
  expect([sizeOf(file), sizeOf(file), asked()]).toEqual([3, 3, 1]);
});

it('the sizes of many files are looked up a few at a time', async () => {
  const files = Array.from({ length: 45 }, countingFile);
  const askedInAll = () => files.reduce((sum, { asked }) => sum + asked(), 0);
  const looking = lookUpSizes(files.map(({ file }) => file));
  const seen = [askedInAll()];
  await new Promise((resolve) => setTimeout(resolve));
  seen.push(askedInAll());
  await looking;
  expect([...seen, askedInAll()]).toEqual([20, 40, 45]);
});
