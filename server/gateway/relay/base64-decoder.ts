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
   * @param piece characters of the base64 text
   * @returns the bytes that are complete by now
   * @throws Base64Error on a foreign character
   */
  write(piece: string): Buffer {
    let text = piece;
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
    return this.#decodeFast(text) ?? this.#decodeFast(text.replace(/\s+/g, ''), text.length) ?? this.#refuse(text);
  }

  /**
   * Decodes with Node's decoder, which skips what it does not know: only a full yield proves that every character
   * belonged. @returns `undefined`, with nothing changed, where one did not
   */
  #decodeFast(text: string, length = text.length): Buffer | undefined {
    let end = text.length;
    while (end > 0 && text.charCodeAt(end - 1) === equalsSign) end -= 1;
    const padding = text.length - end;
    if (this.#padding + padding > 2 || (this.#padding > 0 && end > 0)) return undefined;
    const joined = this.#carry + (padding === 0 ? text : text.slice(0, end));
    const whole = joined.length - (joined.length % 4);
    const rest = joined.slice(whole);
    const bytes = Buffer.from(rest === '' ? joined : joined.slice(0, whole), 'base64');
    if (bytes.length !== (whole / 4) * 3 || !isPlain(rest)) return undefined;
    this.#padding += padding;
    this.#carry = rest;
    this.#position += length;
    return bytes;
  }

  /** Names the first character that does not belong. */
  #refuse(text: string): never {
    let padding = this.#padding;
    for (const [at, character] of [...text].entries()) {
      const position = this.#position + at;
      if (character === '=') {
        padding += 1;
        if (padding > 2) throw new Base64Error('there are more than two padding characters', position);
      } else if (!/\s/.test(character)) {
        if (padding > 0) throw new Base64Error('characters follow the padding', position);
        if (!isPlain(character)) throw new Base64Error('the character is not of the base64 alphabet', position);
      }
    }
    throw new Base64Error('the text is not base64', this.#position);
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
const equalsSign = 0x3d;

function isPlain(text: string): boolean {
  return /^[A-Za-z0-9+/_-]*$/.test(text);
}
