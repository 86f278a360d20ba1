/** A slice in bytes: a multiple of 3, so that the slices' base64 joins without padding, and small enough to yield between. */
export const sliceBytes = 3 * 256 * 1024;

/**
 * Reads a file slice by slice. Each is gone when the next is asked for.
 * @throws what reading the file throws, when it was moved, deleted or locked
 */
export async function* readSlices(file: Blob): AsyncGenerator<ArrayBuffer, void> {
  for (let at = 0; at < file.size; at += sliceBytes) {
    const bytes = await file.slice(at, at + sliceBytes).arrayBuffer();
    yield bytes;
    // Large files would else bring on a collection of memory, which stops the panel. Chrome 114, Firefox 122,
    // Safari 17.4 and newer.
    if ('transfer' in bytes && typeof bytes.transfer === 'function') bytes.transfer(0);
  }
}
