/**
 * Passes bytes on and makes sure that they are as many as was announced: else a cut file could seem whole.
 * @param size in bytes; `undefined` lets any number pass
 * @throws at the end, or at the first byte too many
 */
export function exactSize(bytes: AsyncIterable<Uint8Array>, size: number | undefined): AsyncIterable<Uint8Array> {
  return size === undefined
    ? bytes
    : { [Symbol.asyncIterator]: () => new ExactSize(bytes[Symbol.asyncIterator](), size) };
}

/** Not a generator: each piece of a large file would pass through several more promises. */
class ExactSize implements AsyncIterator<Uint8Array> {
  readonly #bytes: AsyncIterator<Uint8Array>;
  readonly #size: number;
  #seen = 0;

  constructor(bytes: AsyncIterator<Uint8Array>, size: number) {
    this.#bytes = bytes;
    this.#size = size;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    const result = await this.#bytes.next();
    if (!result.done) this.#seen += result.value.length;
    if (this.#seen > this.#size) throw new Error(`the file is longer than ${this.#size} bytes`);
    if (result.done && this.#seen < this.#size) throw new Error(`the file is shorter than ${this.#size} bytes`);
    return result;
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.#bytes.return?.();
    return { done: true, value: undefined };
  }
}
