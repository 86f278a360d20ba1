import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A file to send: unlike any other by its name and its bytes. */
export interface LoadFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly crc: number;
  /** Its bytes, in order. */
  readonly pieces: readonly Buffer[];
}

/** Of a range of sizes, in bytes. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

/** Shared by all files: what they hold between their own first and last bytes. */
const filling = randomBytes(16_000_000);

/** A file that the gateway takes for a PDF, and that nothing could shorten; its size is drawn log-uniform. */
export function makeFile(name: string, { least, most }: SizeRange): LoadFile {
  const size = Math.round(least * (most / least) ** Math.random());
  const first = Buffer.from(`%PDF-1.7\n%${name}\n`);
  const last = Buffer.from(`\n%${name}\n`);
  const length = size - first.length - last.length;
  const offset = randomInt(filling.length - length);
  const pieces = [first, filling.subarray(offset, offset + length), last];
  return { name, size, crc: pieces.reduce((crc, piece) => crc32(piece, crc), 0), pieces };
}
