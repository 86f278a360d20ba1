/** A slice in bytes: a multiple of 3, so that the slices' base64 joins without padding, and small enough to yield between. */
export const sliceBytes = 3 * 256 * 1024;

/**
 * Reads the slice of a file that begins at a place, in bytes, and works with it; it is gone when that is done.
 * @throws what reading the file throws, when it was moved, deleted or locked; and what `use` throws
 */
export async function readSlice<T>(file: Blob, at: number, use: (bytes: ArrayBuffer) => T | Promise<T>): Promise<T> {
  const bytes = await file.slice(at, at + sliceBytes).arrayBuffer();
  try {
    return await use(bytes);
  } finally {
    // Large files would else bring on a collection of memory, which stops the panel. Chrome 114, Firefox 122,
    // Safari 17.4 and newer.
    if ('transfer' in bytes && typeof bytes.transfer === 'function') bytes.transfer(0);
  }
}

/**
 * Works with a file slice by slice. Each is gone when the next is read.
 * @throws as `readSlice`
 */
export async function readSlices(file: Blob, use: (bytes: ArrayBuffer) => void): Promise<void> {
  for (let at = 0; at < file.size; at += sliceBytes) await readSlice(file, at, use);
}
