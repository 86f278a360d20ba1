import { describe, expect, it } from 'vitest';
import { sliceBytes } from '../slices.ts';
import { createDigest, slicesOf } from './digest.ts';

describe('the digest of a content', () => {
  it('is the same for the same bytes alone', async () => {
    const digest = createDigest(async (file: Blob) => file);
    const one = await digest(new Blob(['one']), 0);
    expect(one).toBeTypeOf('string');
    expect(await digest(new File(['one'], 'other.txt'), 0)).toBe(one);
    expect(await digest(new Blob(['two']), 0)).not.toBe(one);
  });

  it('reads each once', async () => {
    const seen: Blob[] = [];
    const digest = createDigest(async (file: Blob) => {
      seen.push(file);
      return file;
    });
    const file = new Blob(['one']);
    expect(await digest(file, 0)).toBe(await digest(file, 0));
    expect(seen).toEqual([file]);
  });

  it('is that of one slice', async () => {
    const digest = createDigest(async (file: Blob) => file);
    const first = new Uint8Array(sliceBytes);
    const [one, other] = [new Blob([first, 'one']), new Blob([first, 'two'])];
    expect(await digest(one, 0)).toBe(await digest(other, 0));
    expect(await digest(one, 1)).not.toBe(await digest(other, 1));
    expect(await digest(one, 1)).toBe(await digest(new Blob(['one']), 0));
    expect([0, 1, sliceBytes, sliceBytes + 1].map(slicesOf)).toEqual([0, 1, 1, 2]);
  });

  it('is not reckoned of what is too large to be read only to be compared', async () => {
    const digest = createDigest(async (file: Blob) => file);
    const sized = (size: number) => Object.defineProperty(new Blob(['one']), 'size', { value: size });
    expect(await digest(sized(64 * 1024 ** 2), 0)).toBeTypeOf('string');
    expect(await digest(sized(64 * 1024 ** 2 + 1), 0)).toBeUndefined();
  });

  it.each([
    ['there is nothing', async () => undefined],
    ['nothing can be read', () => Promise.reject(new DOMException('locked', 'NotReadableError'))],
  ])('is none where %s', async (_, read: () => Promise<undefined>) => {
    expect(await createDigest(read)({}, 0)).toBeUndefined();
  });
});
