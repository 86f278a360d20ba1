import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './byte-source.ts';

/** Bytes as text: UTF-8 as the formats have it, else ISO-8859-1, in which old senders write names. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** Longest name and type that are kept, in characters: longer than any service takes. */
const mostKept = 1024;

/**
 * The end of a name, where its ending is. A copy: a part of a string holds on to the whole, and of a request with
 * thousands of files nothing longer than this may stay in memory.
 */
export function lastOf(text: string): string {
  return Buffer.from(text.slice(-mostKept), 'utf16le').toString('utf16le');
}

/**
 * Skips the mark that some editors put before a text in UTF-8 (RFC 8259 lets a reader of JSON ignore it).
 * @returns `false` where something else comes that only begins like it
 */
export async function skipUtf8Mark(source: ByteSource): Promise<boolean> {
  if (!(await source.fill()) || source.chunk[source.at] !== utf8Mark[0]) return true;
  return (await source.exactly(utf8Mark.length))?.equals(utf8Mark) ?? false;
}

const utf8Mark = Buffer.from('\ufeff');
