/** A file whose first bytes were looked at. */
export interface PeekedBytes {
  /** The first bytes: as many as were asked for or more, or all. */
  readonly head: Buffer;
  /** Whether that is all. */
  readonly whole: boolean;
  /** All bytes, from the first one on; to be read once. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** Reads a file's first bytes without losing them. Fails as the file's bytes do. */
export async function peek(bytes: AsyncIterable<Buffer>, enough: number): Promise<PeekedBytes> {
  const source = bytes[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let length = 0;
  let whole = false;
  while (length < enough && !whole) {
    const next = await source.next();
    if (next.done) {
      whole = true;
    } else {
      // It may be valid only until the next one is asked for.
      chunks.push(Buffer.from(next.value));
      length += next.value.length;
    }
  }
  return { head: joined(chunks), whole, bytes: continued(chunks, source) };
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}

/** First the chunks, then what the source still has. */
function continued(chunks: Buffer[], source: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  const next = (): Promise<IteratorResult<Buffer>> => {
    const chunk = chunks.shift();
    return chunk ? Promise.resolve({ done: false, value: chunk }) : source.next();
  };
  const stop = async (): Promise<IteratorResult<Buffer>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
}
