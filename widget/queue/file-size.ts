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

/** Files whose sizes are looked up in one go: each takes up to a millisecond. */
const filesInOneGo = 20;

/** Looks up sizes before they are asked for, and lets the panel answer in between. */
export async function lookUpSizes(files: readonly Blob[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    if (index > 0 && index % filesInOneGo === 0) await new Promise((resolve) => setTimeout(resolve));
    sizeOf(file);
  }
}
