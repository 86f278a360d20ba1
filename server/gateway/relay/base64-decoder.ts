/**
 * Decodes base64 that arrives in pieces, at the speed of Node's own decoder.
 *
 * Accepted because unambiguous: the standard and the URL alphabet, padding given or left out, white space, and a
 * `data:…;base64,` prefix. Everything else is refused with the position of the first foreign character.
 */
export class Base64Decoder {
  /** Characters taken so far, white space and prefix among them: positions in messages count from 0. */
  #position = 0;
  #carry = '';
  #padding = 0;
  #started = false;
  #prefix = '';

  /**
   * @param piece ASCII characters of the base64 text
   * @returns the bytes that are complete by now
   * @throws Base64Error on a foreign character
   */
  write(piece: Buffer): Buffer {
    let text = piece.toString('latin1');
    if (!this.#started) {
      text = this.#withoutPrefix(text);
      if (!this.#started) return empty;
    }
    return this.#decode(text);
  }

  /**
   * Ends the text.
   * @returns the last bytes
   * @throws Base64Error where the text ends in the middle of a byte
   */
  end(): Buffer {
    let head: Buffer = empty;
    if (!this.#started) {
      this.#started = true;
      head = this.#decode(this.#prefix);
    }
    const rest = this.#carry;
    this.#carry = '';
    if (rest.length === 1) throw new Base64Error('the text ends in the middle of a byte', this.#position);
    const whole = rest.length === 0 ? 0 : 4 - rest.length;
    if (this.#padding !== 0 && this.#padding !== whole) {
      throw new Base64Error(`the text has ${this.#padding} padding characters where ${whole} belong`, this.#position);
    }
    return rest.length === 0 ? head : Buffer.concat([head, Buffer.from(rest, 'base64')]);
  }

  #decode(text: string): Buffer {
    if (this.#padding === 0) {
      const joined = this.#carry + text;
      const whole = joined.length - (joined.length % 4);
      const bytes = Buffer.from(whole === joined.length ? joined : joined.slice(0, whole), 'base64');
      // Node's decoder skips what it does not know: only a full yield proves that every character belonged.
      if (bytes.length === (whole / 4) * 3) {
        this.#carry = joined.slice(whole);
        if (isPlain(this.#carry)) {
          this.#position += text.length;
          return bytes;
        }
        this.#carry = '';
        return Buffer.concat([bytes, this.#decodeSlowly(joined.slice(whole), this.#position + text.length)]);
      }
    }
    return this.#decodeSlowly(text, undefined);
  }

  /** Character by character: for pieces with white space, padding or something foreign. */
  #decodeSlowly(text: string, endPosition: number | undefined): Buffer {
    if (endPosition !== undefined) this.#position = endPosition - text.length;
    let kept = this.#carry;
    for (const character of text) {
      if (isPlain(character)) {
        if (this.#padding > 0) throw new Base64Error('characters follow the padding', this.#position);
        kept += character;
      } else if (character === '=') {
        this.#padding += 1;
        if (this.#padding > 2) throw new Base64Error('there are more than two padding characters', this.#position);
      } else if (!/\s/.test(character)) {
        throw new Base64Error('the character is not of the base64 alphabet', this.#position);
      }
      this.#position += 1;
    }
    const whole = kept.length - (kept.length % 4);
    this.#carry = kept.slice(whole);
    return Buffer.from(kept.slice(0, whole), 'base64');
  }

  /** Waits until it is sure whether the text begins with a `data:` prefix, and drops it. */
  #withoutPrefix(text: string): string {
    const joined = this.#prefix + text;
    const start = joined.trimStart();
    if (!'data:'.startsWith(start.slice(0, 5).toLowerCase()) || (start.length >= 5 && !/^data:/i.test(start))) {
      this.#started = true;
      this.#prefix = '';
      return joined;
    }
    const comma = joined.indexOf(',');
    if (comma === -1) {
      if (joined.length > longestPrefix) throw new Base64Error('the data: prefix does not end', 0);
      this.#prefix = joined;
      return '';
    }
    if (!/;\s*base64$/i.test(joined.slice(0, comma))) throw new Base64Error('the data: prefix does not say base64', 0);
    this.#started = true;
    this.#prefix = '';
    this.#position = comma + 1;
    return joined.slice(comma + 1);
  }
}

/** Says what is wrong with a base64 text, and at which character (counted from 0). */
export class Base64Error extends Error {
  override readonly name = 'Base64Error';
  readonly position: number;

  constructor(problem: string, position: number) {
    super(`${problem} (at character ${position})`);
    this.position = position;
  }
}

const empty = Buffer.alloc(0);
const longestPrefix = 256;

function isPlain(text: string): boolean {
  return /^[A-Za-z0-9+/_-]*$/.test(text);
}
