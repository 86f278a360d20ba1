import { createHash, type Hash } from 'node:crypto';
import { FileError } from './request-part.ts';

export interface PassingRules {
  /** What was announced, in bytes, where it was: neither more nor less may come. */
  readonly size: number | undefined;
  /** Most bytes. */
  readonly limit: number;
  /** Ends a file that is longer. */
  readonly tooLong: FileError;
  /** Whether the content is to be known by a fingerprint. */
  readonly fingerprint: boolean;
  /** Told the fingerprint before the end is handed over: whoever reads on has not got all before this has ended. */
  readonly atEnd?: ((content: Fingerprint) => Promise<void>) | undefined;
}

/**
 * The bytes of one file, watched as they pass: counted, cut off past their limit; it remembers why they broke off. Fails
 * with FileError where they are too many, or not as many as announced.
 */
export class PassingFile implements AsyncIterableIterator<Buffer> {
  readonly #source: AsyncIterator<Buffer>;
  readonly #rules: PassingRules;
  readonly #hash: Hash | undefined;
  #latest: Promise<unknown> = Promise.resolve();
  /** How many bytes have passed. */
  seen = 0;
  /** Whether the last byte has passed. */
  complete = false;
  /** What the file broke off by. */
  failure: unknown;

  constructor(bytes: AsyncIterable<Buffer>, rules: PassingRules) {
    this.#source = bytes[Symbol.asyncIterator]();
    this.#rules = rules;
    this.#hash = rules.fingerprint ? createHash('sha256') : undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  // Not a generator: each piece of a large file would pass through several more promises.
  next(): Promise<IteratorResult<Buffer>> {
    const result = this.#step();
    this.#latest = result;
    return result;
  }

  async return(): Promise<IteratorResult<Buffer>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  /** Resolves when nothing is being read any more: whoever stopped reading may have asked for one more piece. */
  async idle(): Promise<void> {
    await this.#latest.catch(() => undefined);
  }

  /** Of a complete file. */
  fingerprint(): Fingerprint {
    if (!this.complete || !this.#hash) throw new Error('there is no fingerprint of a file that has not passed');
    return { size: this.seen, sha256: this.#hash.copy().digest('base64') };
  }

  async #step(): Promise<IteratorResult<Buffer>> {
    try {
      const result = await this.#source.next();
      if (result.done) await this.#end();
      else this.#count(result.value);
      return result;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  #count(chunk: Buffer): void {
    const { size, limit, tooLong } = this.#rules;
    this.seen += chunk.length;
    if (size !== undefined && this.seen > size) throw lie(size, 'longer');
    if (this.seen > limit) throw tooLong;
    this.#hash?.update(chunk);
  }

  async #end(): Promise<void> {
    const { size } = this.#rules;
    if (size !== undefined && this.seen < size) throw lie(size, 'shorter');
    this.complete = true;
    if (this.#hash) await this.#rules.atEnd?.(this.fingerprint());
  }
}

/** Tells one content from another. */
export interface Fingerprint {
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

function lie(size: number, than: 'shorter' | 'longer'): FileError {
  return new FileError(400, `The file is ${than} than the ${size} bytes that the field size announced`);
}
