/**
 * Decodes base64 that arrives in pieces, at the speed of Node's own decoder, and into the same memory again and again:
 * new memory for each piece of a large file costs as much as decoding it.
 *
 * Accepted because unambiguous: the standard and the URL alphabet, padding given or left out, white space, and a
 * `data:…;base64,` prefix. Everything else is refused with the position of the first foreign character.
 */
export class Base64Decoder {
  /** Characters taken so far, white space and prefix among them: positions in messages count from 0. */
  #position = 0;
  /** Characters of a group of four that is not complete yet. */
  #carry = '';
  #padding = 0;
  #started = false;
  #prefix = '';
  #room: Buffer = empty;

  /**
   * @param piece characters of the base64 text, one byte each
   * @returns the bytes that are complete by now, valid until the next call
   * @throws Base64Error on a foreign character
   */
  write(piece: Buffer): Buffer {
    if (this.#started) return this.#decode(piece);
    const rest = this.#withoutPrefix(piece);
    return this.#started ? this.#decode(rest) : empty;
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
      head = this.#decode(Buffer.from(this.#prefix, 'latin1'));
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

  #decode(piece: Buffer): Buffer {
    return this.#decodeFast(piece) ?? this.#decodeFast(withoutSpace(piece), piece.length) ?? this.#refuse(piece);
  }

  /**
   * Decodes with Node's decoder, which skips what it does not know: only a full yield proves that every character
   * belonged. @returns `undefined`, with nothing changed, where one did not
   */
  #decodeFast(piece: Buffer, length = piece.length): Buffer | undefined {
    let end = piece.length;
    while (end > 0 && piece[end - 1] === equalsSign) end -= 1;
    const padding = piece.length - end;
    if (this.#padding + padding > 2 || (this.#padding > 0 && end > 0)) return undefined;
    // The group that the last piece began takes the first characters of this one.
    const first = this.#carry === '' ? 0 : Math.min(4 - this.#carry.length, end);
    const group = this.#carry + piece.toString('latin1', 0, first);
    const groups = group.length === 4 ? 1 : 0;
    const whole = first + ((end - first) & ~3);
    const rest = groups === 0 && group !== '' ? group : piece.toString('latin1', whole, end);
    const size = groups * 3 + ((whole - first) / 4) * 3;
    const bytes = this.#roomFor(size);
    const headed = groups === 1 ? bytes.write(group, 0, 'base64') : 0;
    const written = whole > first ? bytes.write(piece.toString('latin1', first, whole), headed, 'base64') : 0;
    if (headed + written !== size || !isPlain(rest)) return undefined;
    this.#padding += padding;
    this.#carry = rest;
    this.#position += length;
    return bytes;
  }

  #roomFor(size: number): Buffer {
    if (this.#room.length < size) this.#room = Buffer.allocUnsafeSlow(size);
    return this.#room.subarray(0, size);
  }

  /** Names the first character that does not belong. */
  #refuse(piece: Buffer): never {
    let padding = this.#padding;
    for (const [at, character] of [...piece.toString('latin1')].entries()) {
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
  #withoutPrefix(piece: Buffer): Buffer {
    const seen = this.#prefix + piece.toString('latin1', 0, longestPrefix - this.#prefix.length);
    const start = seen.trimStart();
    const text = Buffer.concat([Buffer.from(this.#prefix, 'latin1'), piece]);
    if (!'data:'.startsWith(start.slice(0, 5).toLowerCase())) {
      this.#started = true;
      this.#prefix = '';
      return text;
    }
    const comma = seen.indexOf(',');
    if (comma === -1) {
      if (text.length > longestPrefix) throw new Base64Error('the data: prefix does not end', 0);
      this.#prefix = seen;
      return empty;
    }
    if (!/;\s*base64$/i.test(seen.slice(0, comma))) throw new Base64Error('the data: prefix does not say base64', 0);
    this.#started = true;
    this.#prefix = '';
    this.#position = comma + 1;
    return text.subarray(comma + 1);
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

function withoutSpace(piece: Buffer): Buffer {
  return Buffer.from(piece.toString('latin1').replace(/\s+/g, ''), 'latin1');
}
