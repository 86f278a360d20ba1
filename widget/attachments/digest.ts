import { sizeOf } from '../queue/file-size.ts';

/** What tells contents apart; `undefined` where one cannot be read. Never rejects. */
export type Digest<T> = (item: T) => Promise<string | undefined>;

/** A larger file, in bytes, is not read whole only to be compared. */
const largestBytes = 64 * 1024 ** 2;

/**
 * The SHA-256 of what a reading gives, reckoned once for each item.
 * @param read `undefined` where there is nothing to be had
 */
export function createDigest<T extends object>(read: (item: T) => Promise<Blob | undefined>): Digest<T> {
  const known = new WeakMap<T, Promise<string | undefined>>();
  async function reckon(item: T): Promise<string | undefined> {
    try {
      const bytes = await read(item);
      if (!bytes || sizeOf(bytes) > largestBytes) return undefined;
      return String(new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())));
    } catch {
      return undefined;
    }
  }
  return (item) => {
    const sum = known.get(item) ?? reckon(item);
    known.set(item, sum);
    return sum;
  };
}
