import type { Readable } from 'node:stream';
import type { IncomingFile } from './destination.ts';

/** Opens a file's bytes: first as they arrive, then once more; `undefined` where they are no longer at hand. */
export type OpenBytes = () => Readable | undefined;

/** Lends a file's bytes to an upload, and lets go of them when it has ended, read or not. */
export async function withBytesOf<End>(
  { stream, again }: IncomingFile,
  upload: (open: OpenBytes) => Promise<End>,
): Promise<End> {
  const opened: Readable[] = [stream];
  let asked = 0;
  try {
    return await upload(() => {
      asked += 1;
      if (asked === 1) return stream;
      const one = again?.();
      if (one) opened.push(one);
      return one;
    });
  } finally {
    for (const one of opened) one.destroy();
  }
}
