import type { Readable } from 'node:stream';
import { spentPieces } from './spent-pieces.ts';

const readers = new WeakMap<Readable, RequestChunks>();
const broken = new WeakMap<Readable, Error>();

/**
 * Breaks off a body that is being read chunk by chunk: its reader is told why, and can say what came before. One that
 * comes later reads nothing.
 * @returns whether there is a reader
 */
export function breakOff(stream: Readable, error: Error): boolean {
  broken.set(stream, error);
  const reader = readers.get(stream);
  reader?.fail(error);
  return reader !== undefined;
}

/**
 * The chunks of a request's body, pulled one by one. As the stream's own iterator, but at a fraction of its cost for
 * each chunk, within a limit, and leaving the stream open: the answer goes out on the same connection.
 */
export class RequestChunks implements AsyncIterableIterator<Buffer> {
  readonly #stream: Readable;
  readonly #limit: number;
  readonly #tooLarge: () => Error;
  readonly #ready: Buffer[] = [];
  #seen = 0;
  #end: { readonly error: Error | undefined } | undefined;
  #waiting: { resolve(result: IteratorResult<Buffer>): void; reject(error: Error): void } | undefined;

  /**
   * @param limit most bytes
   * @param tooLarge what reading fails with past the limit
   */
  constructor(stream: Readable, limit: number, tooLarge: () => Error) {
    this.#stream = stream;
    this.#limit = limit;
    this.#tooLarge = tooLarge;
    readers.set(stream, this);
    const error = broken.get(stream);
    if (error) this.#finish(error);
    if (stream.destroyed) this.#onClose();
    stream
      .on('data', this.#onData)
      .on('end', this.#onEnd)
      .on('error', this.#onError)
      .on('close', this.#onClose)
      .pause();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Buffer>> {
    const chunk = this.#ready.shift();
    if (chunk) return Promise.resolve({ done: false, value: chunk });
    if (this.#end) {
      const { error } = this.#end;
      return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
    }
    this.#stream.resume();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** Lets go of the stream where it is. */
  return(): Promise<IteratorResult<Buffer>> {
    this.#finish(undefined);
    return Promise.resolve({ done: true, value: undefined });
  }

  fail(error: Error): void {
    this.#finish(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#seen += chunk.length;
    spentPieces.add(chunk.length);
    if (this.#seen > this.#limit) {
      this.#finish(this.#tooLarge());
      return;
    }
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve({ done: false, value: chunk });
    } else {
      // Nobody asks for more at present: the sender has to wait.
      this.#ready.push(chunk);
      this.#stream.pause();
    }
  };

  readonly #onEnd = (): void => this.#finish(undefined);
  readonly #onError = (error: Error): void => this.#finish(error);
  readonly #onClose = (): void => this.#finish(new Error('the request broke off'));

  #finish(error: Error | undefined): void {
    if (this.#end) return;
    this.#end = { error };
    const stream = this.#stream;
    stream.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose).pause();
    // A late error of the connection must not end the process: its listener stays.
    if (error) this.#waiting?.reject(error);
    else this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = undefined;
  }
}
