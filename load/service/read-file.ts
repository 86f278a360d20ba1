import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import type { Storing } from './book.ts';

export type FileReading = { readonly kind: 'file'; readonly name: string; readonly storing: Storing } | Broken;

interface Broken {
  readonly kind: 'broken';
}

const broken: Broken = { kind: 'broken' };
const endOfHead = '\r\n\r\n';
/** Longest head of a part, in bytes. */
const mostHead = 8192;

/**
 * Reads a multipart/form-data body of one file, and keeps none of its bytes.
 * @param pass called with the length of each piece, before the next is read
 */
export async function readFile(
  request: IncomingMessage,
  pass: (bytes: number) => Promise<void> | undefined,
): Promise<FileReading> {
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1];
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  let name: string | undefined;
  let size = 0;
  let crc = 0;
  let held: Buffer = Buffer.alloc(0);

  function count(bytes: Buffer): void {
    size += bytes.length;
    crc = crc32(bytes, crc);
  }

  /** Counts all but what may be the end of the body. */
  function take(chunk: Buffer): void {
    if (chunk.length < tail.length) {
      held = Buffer.concat([held, chunk]);
      if (held.length <= tail.length) return;
      count(held.subarray(0, -tail.length));
      held = held.subarray(-tail.length);
      return;
    }
    count(held);
    count(chunk.subarray(0, -tail.length));
    // A copy: the piece that it is part of would be kept with it.
    held = Buffer.from(chunk.subarray(-tail.length));
  }

  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) return broken;
      if (name !== undefined) take(chunk);
      else {
        held = Buffer.concat([held, chunk]);
        const end = held.indexOf(endOfHead);
        if (end < 0 && held.length > mostHead) return broken;
        if (end >= 0) {
          name = /filename="([^"]*)"/.exec(held.subarray(0, end).toString())?.[1];
          if (name === undefined) return broken;
          const rest = held.subarray(end + endOfHead.length);
          held = Buffer.alloc(0);
          take(rest);
        }
      }
      await pass(chunk.length);
    }
  } catch {
    return broken;
  }
  return name !== undefined && held.equals(tail) ? { kind: 'file', name, storing: [size, crc] } : broken;
}
