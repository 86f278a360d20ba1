import { sizeOf } from '../queue/file-size.ts';
import { readSlice, sliceBytes } from '../slices.ts';

/**
 * What tells one slice of a content, by its number from 0, from another; `undefined` where it cannot be read. Never
 * rejects. By slices, since contents that differ do so near their beginning as a rule, and since a large file that is
 * read and reckoned whole keeps the panel from answering.
 */
export type Digest<T> = (item: T, slice: number) => Promise<string | undefined>;

/** A larger file, in bytes, is not read whole only to be compared. */
const largestBytes = 64 * 1024 ** 2;

/** In how many slices a content of so many bytes is compared. */
export function slicesOf(bytes: number): number {
  return Math.ceil(bytes / sliceBytes);
}

interface Known {
  readonly content: Promise<Blob | undefined>;
  readonly sums: Promise<string | undefined>[];
}

/**
 * The SHA-256 of each slice of what a reading gives, read and reckoned once for each item.
 * @param read `undefined` where there is nothing to be had
 */
export function createDigest<T extends object>(read: (item: T) => Promise<Blob | undefined>): Digest<T> {
  const known = new WeakMap<T, Known>();

  async function reckon(content: Promise<Blob | undefined>, slice: number): Promise<string | undefined> {
    try {
      const bytes = await content;
      if (!bytes || sizeOf(bytes) > largestBytes) return undefined;
      const sum = await readSlice(bytes, slice * sliceBytes, (part) => crypto.subtle.digest('SHA-256', part));
      return String(new Uint8Array(sum));
    } catch {
      return undefined;
    }
  }

  return (item, slice) => {
    const { content, sums } = known.get(item) ?? { content: read(item), sums: [] };
    known.set(item, { content, sums });
    const sum = sums[slice] ?? reckon(content, slice);
    sums[slice] = sum;
    return sum;
  };
}
