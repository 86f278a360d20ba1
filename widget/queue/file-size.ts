const sizes = new WeakMap<Blob, number>();

/**
 * A file's size in bytes, asked once: Chromium looks it up on the disk each time, which for hundreds of files keeps
 * the panel from answering. A file that changes later can no longer be read, which every attempt notices.
 */
export function sizeOf(file: Blob): number {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const size = file.size;
  sizes.set(file, size);
  return size;
}
