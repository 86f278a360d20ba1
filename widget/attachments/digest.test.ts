import { describe, expect, it } from 'vitest';
import { createDigest } from './digest.ts';

describe('the digest of a content', () => {
  it('is the same for the same bytes alone', async () => {
    const digest = createDigest(async (file: Blob) => file);
    const one = await digest(new Blob(['one']));
    expect(one).toBeTypeOf('string');
    expect(await digest(new File(['one'], 'other.txt'))).toBe(one);
    expect(await digest(new Blob(['two']))).not.toBe(one);
  });

  it('reads each once', async () => {
    const seen: Blob[] = [];
    const digest = createDigest(async (file: Blob) => {
      seen.push(file);
      return file;
    });
    const file = new Blob(['one']);
    expect(await digest(file)).toBe(await digest(file));
    expect(seen).toEqual([file]);
  });

  it.each([
    ['there is nothing', async () => undefined],
    ['nothing can be read', () => Promise.reject(new DOMException('locked', 'NotReadableError'))],
  ])('is none where %s', async (_, read: () => Promise<undefined>) => {
    expect(await createDigest(read)({})).toBeUndefined();
  });
});
