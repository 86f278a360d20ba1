import { Readable } from 'node:stream';

/**
 * A file's bytes as a stream, as destinations take them. Whoever iterates it gets the pieces straight from their source:
 * a stream's own iterator costs more for each piece than all else that is done with it here.
 */
export class FileStream extends Readable {
  readonly #source: AsyncIterator<Buffer>;
  #reading = false;

  constructor(source: AsyncIterator<Buffer>) {
    super();
    this.#source = source;
    // Its failure is told to whoever reads; nobody may be reading any more.
    this.on('error', () => undefined);
  }

  override _read(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#source.next().then(
      ({ done, value }) => {
        this.#reading = false;
        // The piece may be valid only until the next one is asked for, which happens before anybody reads this one.
        this.push(done ? null : Buffer.from(value));
      },
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    // Not waited for: a source that waits for its sender ends when that sends or goes.
    this.#source.return?.().catch(() => undefined);
    callback(error);
  }

  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<Buffer> {
    const next = (): Promise<IteratorResult<Buffer>> =>
      this.destroyed ? Promise.reject(new Error('the stream was destroyed')) : this.#source.next();
    const stop = async (): Promise<IteratorResult<Buffer>> => {
      this.destroy();
      return { done: true, value: undefined };
    };
    return { next, return: stop, [Symbol.asyncIterator]: () => this[Symbol.asyncIterator]() };
  }
}
