import type { ByteSource } from './byte-source.ts';
import { textOf } from './text-of.ts';

/** What the body is not: multipart/form-data (RFC 7578), or within the bounds. `position` counts bytes from 0. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
  readonly position: number;

  constructor(problem: string, position: number) {
    super(`${problem} (at byte ${position})`);
    this.position = position;
  }
}

export interface MultipartPart {
  /** Name of the form field. */
  readonly name: string;
  /** Present where the part is a file, even when its name is empty. */
  readonly fileName: string | undefined;
  /** As declared; an empty string where it is not. */
  readonly mimeType: string;
  /** The part's bytes, views of the chunks that are valid until the next is asked for. Read once. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** Longest header block of one part, in bytes: names of 255 characters in any script fit several times. */
const headBytes = 16 * 1024;

/**
 * Reads the parts of a multipart body as they arrive. Each part's bytes must be read, or are skipped, before the next
 * part comes.
 * @param boundary from the Content-Type (`boundaryOf`)
 * @throws MultipartError where the body is cut, has no boundary, or a part's head is malformed or too long
 */
export async function* readMultipart(source: ByteSource, boundary: string): AsyncGenerator<MultipartPart, void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first delimiter has no line end before it; what comes before the delimiter is a preamble to be ignored.
  source.prepend(lineEnd);
  for await (const _ of until(source, delimiter));
  while (await partFollows(source)) {
    const head = await readHead(source);
    const bytes = until(source, delimiter);
    yield { ...describe(head, source.position), bytes };
    for await (const _ of bytes);
  }
  // What follows the last boundary means nothing, but left unread it would be in the way of the next request.
  while (await source.fill()) source.take();
}

/** The boundary of a `multipart/form-data` Content-Type; `undefined` where there is none or it is not allowed (RFC 2046). */
export function boundaryOf(contentType: string): string | undefined {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  return boundary !== undefined && /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary) ? boundary : undefined;
}

/**
 * The bytes up to a delimiter, which is consumed. Whoever stops early can go on later. Searches with the platform's own search, and keeps back no more than
 * a delimiter's length where a chunk may end in the middle of one.
 */
function until(source: ByteSource, delimiter: Buffer): AsyncIterableIterator<Buffer> {
  // Not a generator: each piece of a large file would pass through several more promises.
  let done = false;
  const next = async (): Promise<IteratorResult<Buffer>> => {
    if (done) return ended;
    while (await source.fill()) {
      const found = placeOf(delimiter, source.chunk, source.at);
      if (found === source.at) {
        done = true;
        source.at += delimiter.length;
        return ended;
      }
      const kept = found === -1 ? startLength(source.chunk, source.at, delimiter) : source.chunk.length - found;
      const end = source.chunk.length - kept;
      if (end > source.at) return { done: false, value: source.take(end) };
      if (!(await source.extend())) break;
    }
    done = true;
    throw new MultipartError('the body ends before its last boundary', source.position);
  };
  const pieces = { next, [Symbol.asyncIterator]: () => pieces };
  return pieces;
}

const ended: IteratorResult<Buffer> = { done: true, value: undefined };

/**
 * The place of a delimiter, or -1. Node searches for up to seven bytes four times as fast as for more: so its start is
 * looked for first, unless that stands there again and again without being one.
 */
function placeOf(delimiter: Buffer, chunk: Buffer, from: number): number {
  const start = delimiter.subarray(0, quickBytes);
  let at = from;
  for (let tries = 0; tries < mostTries; tries += 1) {
    at = chunk.indexOf(start, at);
    if (at === -1 || at + delimiter.length > chunk.length) return -1;
    if (chunk.compare(delimiter, 0, delimiter.length, at, at + delimiter.length) === 0) return at;
    at += 1;
  }
  return chunk.indexOf(delimiter, at);
}

const quickBytes = 7;
const mostTries = 16;

/** How many of the last bytes may be the start of a delimiter. */
function startLength(chunk: Buffer, from: number, delimiter: Buffer): number {
  const first = delimiter[0] ?? 0;
  for (
    let at = chunk.indexOf(first, Math.max(from, chunk.length - delimiter.length + 1));
    at !== -1;
    at = chunk.indexOf(first, at + 1)
  ) {
    if (chunk.compare(delimiter, 0, chunk.length - at, at) === 0) return chunk.length - at;
  }
  return 0;
}

/** After a delimiter: a line end where a part follows, two hyphens at the end of the body. */
async function partFollows(source: ByteSource): Promise<boolean> {
  const two = await source.exactly(2);
  if (two?.equals(lineEnd)) return true;
  if (two?.equals(hyphens)) return false;
  throw new MultipartError('a boundary is not followed by a line end', source.position);
}

async function readHead(source: ByteSource): Promise<string> {
  const pieces: Buffer[] = [];
  // A part without any header begins with the empty line at once: its first line end is the boundary's own.
  source.at -= lineEnd.length;
  const start = source.position;
  let length = 0;
  for await (const piece of until(source, headEnd)) {
    length += piece.length;
    if (length > headBytes) throw new MultipartError(`a part's head is longer than ${headBytes} bytes`, start);
    pieces.push(Buffer.from(piece));
  }
  return textOf(Buffer.concat(pieces));
}

function describe(head: string, position: number): Omit<MultipartPart, 'bytes'> {
  let disposition: string | undefined;
  let mimeType = '';
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const field = line.slice(0, colon).toLowerCase();
    if (field === 'content-disposition') disposition = line.slice(colon + 1).trim();
    if (field === 'content-type') mimeType = line.slice(colon + 1).trim();
  }
  const parameters = disposition === undefined ? undefined : readParameters(disposition);
  const name = parameters?.get('name');
  if (name === undefined) throw new MultipartError('a part has no name', position);
  return { name, fileName: fileNameOf(parameters?.get('filename*'), parameters?.get('filename')), mimeType };
}

/** An extended name that cannot be read still tells that the part is a file: it must not be passed over as a field. */
function fileNameOf(extended: string | undefined, plain: string | undefined): string | undefined {
  if (extended === undefined) return plain === undefined ? undefined : unpercented(plain);
  return extendedValue(extended) ?? unpercented(plain ?? '');
}

/**
 * `na%C3%AFve.txt`. A browser that writes `%` means it: so only what stands for letters beyond ASCII is taken for an
 * escape, and only in a name that has none of those as they are.
 */
function unpercented(name: string): string {
  if (!/^[ -~]*$/.test(name) || !/%[89a-f][0-9a-f]/i.test(name)) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * The parameters of a Content-Disposition. Browsers write `"` in a name as `%22` and line ends as `%0D%0A` (WHATWG
 * HTML), and all else as it is; other senders escape with a backslash, or write all but ASCII by percent (RFC 7578). A
 * Windows path of old browsers keeps its backslashes.
 */
function readParameters(disposition: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, key, quoted, plain] of disposition.matchAll(
    /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:\\[\s\S]|[^"\\])*)"|([^\s;]*))/g,
  )) {
    if (key === undefined || parameters.has(key.toLowerCase())) continue;
    const value = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(["\\])/g, '$1');
    parameters.set(key.toLowerCase(), value.replace(/%22/g, '"').replace(/%0D%0A/gi, '\r\n'));
  }
  return parameters;
}

/** `UTF-8''na%C3%AFve.txt` (RFC 5987): RFC 7578 forbids it in forms, some senders write it all the same. */
function extendedValue(value: string): string | undefined {
  const found = /^(utf-8|iso-8859-1)'[^']*'([\s\S]*)$/i.exec(value);
  if (!found?.[2]) return undefined;
  try {
    if (found[1]?.toLowerCase() === 'utf-8') return decodeURIComponent(found[2]);
    return found[2].replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  } catch {
    return undefined;
  }
}

const lineEnd = Buffer.from('\r\n');
const hyphens = Buffer.from('--');
const headEnd = Buffer.from('\r\n\r\n');
