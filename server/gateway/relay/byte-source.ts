/**
 * Bytes pulled from a stream, with a look ahead of one chunk: what the readers of JSON and multipart stand on. Nothing
 * is read before it is asked for, so a slow consumer slows the sender down.
 */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  /** The present chunk; `at` is the place in it of the next byte. */
  chunk: Buffer = Buffer.alloc(0);
  at = 0;
  /** Bytes of all chunks before the present one. */
  #before = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** How many bytes have been consumed. */
  get position(): number {
    return this.#before + this.at;
  }

  /** Makes sure that a byte is there. @returns whether one is: `false` at the end of the stream */
  async fill(): Promise<boolean> {
    while (this.at >= this.chunk.length) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#before += this.chunk.length;
      this.chunk = next.value;
      this.at = 0;
    }
    return true;
  }

  /** Takes what is left of the present chunk, or up to a place in it. */
  take(end: number = this.chunk.length): Buffer {
    const taken = this.chunk.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** Joins the next chunk to what is left of this one. @returns whether there was one */
  async extend(): Promise<boolean> {
    const rest = this.take();
    if (!(await this.fill())) return false;
    this.chunk = Buffer.concat([rest, this.take()]);
    this.#before -= rest.length;
    this.at = 0;
    return true;
  }

  /** Takes so many bytes; `undefined` where the stream ends before. */
  async exactly(length: number): Promise<Buffer | undefined> {
    if (!(await this.fill())) return undefined;
    while (this.chunk.length - this.at < length) {
      if (!(await this.extend())) return undefined;
    }
    return this.take(this.at + length);
  }

  /** Puts bytes in front of the first: allowed before anything was consumed. */
  prepend(bytes: Buffer): void {
    this.chunk = Buffer.concat([bytes, this.take()]);
    this.#before -= bytes.length;
    this.at = 0;
  }

  /** Lets go of the stream without reading it to its end. */
  async release(): Promise<void> {
    await this.#chunks.return?.();
  }
}
