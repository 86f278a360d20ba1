/**
 * Passes bytes on and makes sure that they are as many as was announced: else a cut file could seem whole.
 * @param size in bytes; `undefined` lets any number pass
 * @throws at the end, or at the first byte too many
 */
export async function* exactSize(
  bytes: AsyncIterable<Uint8Array>,
  size: number | undefined,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    if (size !== undefined && seen > size) throw new Error(`the file is longer than ${size} bytes`);
    yield chunk;
  }
  if (size !== undefined && seen < size) throw new Error(`the file is shorter than ${size} bytes`);
}
