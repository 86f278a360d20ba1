/**
 * Frees pieces of requests that have passed. Each lies outside of V8's heap, held by a small object in it. Left alone, V8
 * lets 32 MiB of them pile up before it collects those objects, or collects its whole heap again and again because of
 * them; made to collect the young objects in time it needs about a millisecond for it.
 */
export interface SpentPieces {
  /** To be told of each piece, in bytes, when it arrives: those before it are about to be garbage. */
  add(bytes: number): void;
}

/** After how many bytes young objects are collected: less than the young generation holds (`--max-semi-space-size`). */
const everyBytes = 6 * 1024 * 1024;

/**
 * @param collect collects young objects; `undefined` leaves all to V8, as where Node was started without `--expose-gc`
 */
export function createSpentPieces(collect: (() => void) | undefined): SpentPieces {
  if (!collect) return { add: () => undefined };
  let bytesSince = 0;
  return {
    add(bytes) {
      bytesSince += bytes;
      if (bytesSince < everyBytes) return;
      bytesSince = 0;
      collect();
    },
  };
}

const { gc } = globalThis;

/** Those of this process. */
export const spentPieces = createSpentPieces(gc && (() => void gc({ type: 'minor' })));
