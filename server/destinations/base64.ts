/**
 * Base64 in pieces: only whole groups of three bytes are encoded before the end. Each piece is valid until the next is
 * asked for: new memory for each piece of a large file would cost more than encoding it.
 */
export async function* base64Of(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  let room = rest;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    // The group that the last piece began takes the first bytes of this one.
    const first = rest.length === 0 ? 0 : Math.min(3 - rest.length, bytes.length);
    const group = Buffer.concat([rest, bytes.subarray(0, first)]);
    const groups = group.length === 3 ? 1 : 0;
    const whole = bytes.length - ((bytes.length - first) % 3);
    rest = groups === 0 && group.length > 0 ? group : Buffer.from(bytes.subarray(whole));
    const length = groups * 4 + ((whole - first) / 3) * 4;
    if (length === 0) continue;
    if (room.length < length) room = Buffer.allocUnsafeSlow(length);
    if (groups > 0) room.write(group.toString('base64'), 'latin1');
    room.write(bytes.toString('base64', first, whole), groups * 4, 'latin1');
    yield room.subarray(0, length);
  }
  if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}

/** How long so many bytes are in base64; `undefined` where their number is not known. */
export function base64Length(size: number | undefined): number | undefined {
  return size === undefined ? undefined : Math.ceil(size / 3) * 4;
}

/**
 * The bytes that base64 in pieces stands for. White space counts for nothing, and the padding may be left out.
 * @throws where there is anything else but base64
 */
export async function* bytesOfBase64(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let rest = '';
  let padded = false;
  for await (const piece of pieces) {
    const text = rest + piece.replace(/\s+/g, '');
    if (padded && text !== '') throw new Error('there is more after the end of the base64');
    const whole = text.slice(0, text.length - (text.length % 4));
    rest = text.slice(whole.length);
    padded ||= whole.endsWith('=');
    if (whole !== '') yield decode(whole);
  }
  if (rest === '') return;
  if (padded || rest.includes('=')) throw new Error('the padding of the base64 is wrong');
  yield decode(rest);
}

/** Node skips what is no base64: the length alone tells. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const digits = text.replace(/={1,2}$/, '').length;
  if (digits % 4 === 1 || bytes.length !== Math.floor((digits * 3) / 4))
    throw new Error('there is something else than base64');
  return bytes;
}
