import type { ByteSource } from './byte-source.ts';
import { textOf } from './text-of.ts';

/** What the text is not: JSON, or JSON within the bounds. `position` counts bytes from 0. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly position: number;

  constructor(problem: string, position: number) {
    super(`${problem} (at byte ${position})`);
    this.position = position;
  }
}

export interface JsonBounds {
  /** How deep objects and arrays may nest. */
  readonly depth: number;
  /** Longest string that is read as a whole, in bytes. */
  readonly stringBytes: number;
}

/** A value that is no object and no array. */
export type JsonScalar = string | number | boolean | null;

/**
 * Reads JSON (RFC 8259) as it arrives, token by token. The caller walks: a long string can be taken as a stream of
 * pieces, so that no value needs to fit in memory.
 */
export class JsonReader {
  readonly #source: ByteSource;
  readonly #bounds: JsonBounds;

  constructor(source: ByteSource, bounds: JsonBounds) {
    this.#source = source;
    this.#bounds = bounds;
  }

  /** The next byte that is no white space, not consumed. @throws JsonError at the end of the text */
  async peek(): Promise<number> {
    const next = await this.#next();
    if (next === undefined) throw this.#error('the text ends too early');
    return next;
  }

  /** Walks an object: yields each key; the caller must read or skip the value before it asks for the next. */
  async *keys(): AsyncGenerator<string, void> {
    await this.#expect(openBrace);
    if ((await this.peek()) === closeBrace) return this.#step();
    for (;;) {
      const key = await this.string();
      await this.#expect(colon);
      yield key;
      if (!(await this.#another(closeBrace))) return;
    }
  }

  /** Walks an array: yields each index; the caller must read or skip the element before it asks for the next. */
  async *elements(): AsyncGenerator<number, void> {
    await this.#expect(openBracket);
    if ((await this.peek()) === closeBracket) return this.#step();
    for (let index = 0; ; index += 1) {
      yield index;
      if (!(await this.#another(closeBracket))) return;
    }
  }

  /** Reads a string, escapes resolved. @throws JsonError where it is longer than the bound */
  async string(): Promise<string> {
    const pieces: Buffer[] = [];
    let length = 0;
    const start = this.#source.position;
    for await (const piece of this.rawString()) {
      length += piece.length;
      if (length > this.#bounds.stringBytes) {
        throw new JsonError(`a string is longer than ${this.#bounds.stringBytes} bytes`, start);
      }
      pieces.push(Buffer.from(piece));
    }
    return this.#parse(`"${textOf(Buffer.concat(pieces))}"`, start, isString);
  }

  /**
   * Reads a string, or a number as it is written: an id of 18 digits would lose its last ones as a number.
   * @returns `undefined` for null
   * @throws JsonError for anything else
   */
  async text(): Promise<string | undefined> {
    if ((await this.peek()) === quote) return await this.string();
    const start = this.#source.position;
    const literal = await this.#literal();
    if (literal === 'null') return undefined;
    if (/^-?\d+$/.test(literal)) return literal;
    throw new JsonError('a string belongs here', start);
  }

  /** Reads a string, number, boolean or null. @throws JsonError for an object or array */
  async scalar(): Promise<JsonScalar> {
    const first = await this.peek();
    if (first === quote) return await this.string();
    if (first === openBrace || first === openBracket) throw this.#error('a single value belongs here');
    const start = this.#source.position;
    return this.#parse(await this.#literal(), start, isScalar);
  }

  async #literal(): Promise<string> {
    const start = this.#source.position;
    let text = '';
    while (await this.#source.fill()) {
      const byte = this.#source.chunk[this.#source.at];
      if (byte === undefined || isSpace(byte) || byte === comma || byte === closeBrace || byte === closeBracket) break;
      text += String.fromCharCode(byte);
      this.#source.at += 1;
      if (text.length > longestLiteral) throw new JsonError('this is no JSON value', start);
    }
    return text;
  }

  /** Skips a value of any kind without keeping it. */
  async skip(depth = 1): Promise<void> {
    const first = await this.peek();
    if (first === quote) {
      for await (const _ of this.rawString());
    } else if (first === openBrace) {
      this.#checkDepth(depth);
      for await (const _ of this.keys()) await this.skip(depth + 1);
    } else if (first === openBracket) {
      this.#checkDepth(depth);
      for await (const _ of this.elements()) await this.skip(depth + 1);
    } else {
      await this.scalar();
    }
  }

  /**
   * Reads a string as pieces of its bytes as they stand in the text, escapes not resolved; an escape is never cut in
   * two. The pieces are views of the chunks. Whoever stops early can go on later with the same iterator.
   */
  rawString(): AsyncIterableIterator<Buffer> {
    // Not a generator: each piece of a large file would pass through several more promises.
    let state: 'before' | 'within' | 'after' = 'before';
    const next = async (): Promise<IteratorResult<Buffer>> => {
      if (state === 'after') return ended;
      if (state === 'before') {
        await this.#expect(quote);
        state = 'within';
      }
      const source = this.#source;
      while (await source.fill()) {
        const end = closingQuote(source.chunk, source.at);
        if (end === source.at) {
          state = 'after';
          source.at += 1;
          return ended;
        }
        const whole = end === -1 ? source.chunk.length - cutEscape(source.chunk, source.at) : end;
        if (whole > source.at) return { done: false, value: source.take(whole) };
        if (!(await source.extend())) break;
      }
      state = 'after';
      throw this.#error('the text ends in a string');
    };
    const pieces = { next, [Symbol.asyncIterator]: () => pieces };
    return pieces;
  }

  /** Makes sure that nothing but white space follows. */
  async end(): Promise<void> {
    if ((await this.#next()) !== undefined) throw this.#error('something follows the end of the JSON text');
  }

  /** Skips white space. @returns the next byte, not consumed; `undefined` at the end of the text */
  async #next(): Promise<number | undefined> {
    const source = this.#source;
    while (await source.fill()) {
      let byte = source.chunk[source.at];
      while (byte !== undefined && isSpace(byte)) {
        source.at += 1;
        byte = source.chunk[source.at];
      }
      if (byte !== undefined) return byte;
    }
    return undefined;
  }

  async #another(close: number): Promise<boolean> {
    const next = await this.peek();
    if (next !== comma && next !== close) throw this.#error(`"," or "${String.fromCharCode(close)}" belongs here`);
    this.#step();
    if (next === comma && (await this.peek()) === close) throw this.#error('nothing follows the comma');
    return next === comma;
  }

  async #expect(byte: number): Promise<void> {
    if ((await this.peek()) !== byte) throw this.#error(`"${String.fromCharCode(byte)}" belongs here`);
    this.#step();
  }

  #step(): void {
    this.#source.at += 1;
  }

  #checkDepth(depth: number): void {
    if (depth > this.#bounds.depth) throw this.#error(`the text nests deeper than ${this.#bounds.depth}`);
  }

  #parse<T>(text: string, start: number, belongs: (value: unknown) => value is T): T {
    try {
      const value: unknown = JSON.parse(text);
      if (belongs(value)) return value;
    } catch {
      // The parser's own words quote the text, which may be a secret.
    }
    throw new JsonError('this is no JSON value', start);
  }

  #error(problem: string): JsonError {
    return new JsonError(problem, this.#source.position);
  }
}

const ended: IteratorResult<Buffer> = { done: true, value: undefined };

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const letterU = 0x75;
const longestLiteral = 64;

/** The place of the quote that ends a string; -1 where it is not in this chunk. */
function closingQuote(chunk: Buffer, from: number): number {
  for (let at = chunk.indexOf(quote, from); at !== -1; at = chunk.indexOf(quote, at + 1)) {
    if (backslashesBefore(chunk, at, from) % 2 === 0) return at;
  }
  return -1;
}

/** How many bytes at the end of the chunk are the start of an escape that goes on in the next. */
function cutEscape(chunk: Buffer, from: number): number {
  for (let length = 1; length <= 5; length += 1) {
    const at = chunk.length - length;
    if (at < from || chunk[at] !== backslash) continue;
    // The second of a pair of backslashes begins nothing.
    if (backslashesBefore(chunk, at, from) % 2 === 1) return 0;
    return length === 1 || chunk[at + 1] === letterU ? length : 0;
  }
  return 0;
}

function backslashesBefore(chunk: Buffer, at: number, from: number): number {
  let count = 0;
  while (at - 1 - count >= from && chunk[at - 1 - count] === backslash) count += 1;
  return count;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isScalar(value: unknown): value is JsonScalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
