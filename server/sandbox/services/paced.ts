import { Readable } from 'node:stream';

/**
 * Hands bytes on in ten slices a second, each held back for as long as it would take at the given pace.
 * @param wait resolves after so many milliseconds
 */
export function paced(
  source: AsyncIterable<Buffer>,
  bytesPerSecond: number,
  wait: (ms: number) => Promise<void>,
): Readable {
  const sliceBytes = Math.ceil(bytesPerSecond / 10);
  async function* slices(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += sliceBytes) {
        const slice = chunk.subarray(at, at + sliceBytes);
        await wait((slice.length / bytesPerSecond) * 1000);
        yield slice;
      }
    }
  }
  return Readable.from(slices(), { objectMode: false });
}
