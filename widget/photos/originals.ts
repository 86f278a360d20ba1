const originals = new WeakMap<File, File>();

/** Remembers what a reduced file was made of. */
export function noteOriginal(reduced: File, original: File): void {
  originals.set(reduced, original);
}

/** What a file was made of; `undefined` for one that goes as it was given. */
export function originalOf(file: File): File | undefined {
  return originals.get(file);
}
