import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FileError } from './request-part.ts';

/** How much room there is for kept bytes, shared by all spools. */
export class Room {
  readonly #bytes: number;
  #used = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** @returns whether there was so much left */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#bytes) return false;
    this.#used += bytes;
    return true;
  }

  leave(bytes: number): void {
    this.#used -= bytes;
  }
}

/**
 * Keeps the files of one request that arrive before it is known where they go, within a bound, on disk and not in
 * memory: one behind the other in a single temporary file.
 */
export class Spool {
  readonly #room: Room;
  readonly #folder: string;
  #handle: FileHandle | undefined;
  /** Where the next file begins. */
  #end = 0;
  /** How many files have not been released yet. */
  #kept = 0;

  /** @param folder where the temporary file is made */
  constructor(room: Room, folder: string = tmpdir()) {
    this.#room = room;
    this.#folder = folder;
  }

  /**
   * Reads a stream to its end and keeps its bytes. To be called for one after the other.
   * @throws SpoolFullError where there is no room, or what the stream fails with; nothing of it is kept then
   */
  async keep(bytes: AsyncIterable<Buffer>): Promise<SpooledFile> {
    this.#handle ??= await openNameless(this.#folder);
    const handle = this.#handle;
    const start = this.#end;
    try {
      for await (const chunk of bytes) await this.#write(handle, chunk);
    } catch (error) {
      this.#room.leave(this.#end - start);
      this.#end = start;
      throw error;
    }
    const size = this.#end - start;
    this.#kept += 1;
    return {
      size,
      read: () => Readable.from(readFrom(handle, start, size), { objectMode: false }),
      release: () => this.#release(),
    };
  }

  /** Removes whatever is still kept. Safe to call twice. */
  async dispose(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#forget();
    await handle?.close();
  }

  async #write(handle: FileHandle, chunk: Buffer): Promise<void> {
    if (!this.#room.take(chunk.length)) throw new SpoolFullError();
    const start = this.#end;
    this.#end += chunk.length;
    try {
      for (let at = 0; at < chunk.length; ) {
        at += (await handle.write(chunk, at, chunk.length - at, start + at)).bytesWritten;
      }
    } catch (error) {
      throw isDiskFull(error) ? new SpoolFullError() : error;
    }
  }

  /** The disk gets its room back when nothing is kept any more. */
  async #release(): Promise<void> {
    this.#kept -= 1;
    if (this.#kept > 0) return;
    this.#forget();
    await this.#handle?.truncate(0);
  }

  #forget(): void {
    this.#room.leave(this.#end);
    this.#end = 0;
    this.#kept = 0;
  }
}

/** Bytes kept by a spool. */
export interface SpooledFile {
  /** In bytes. */
  readonly size: number;
  /** The bytes from the start; may be called more than once. */
  read(): Readable;
  /** Gives the bytes up, once they were read. To be called once. */
  release(): Promise<void>;
}

/** More came before its destination was known than there is room for. */
export class SpoolFullError extends FileError {
  constructor() {
    super(
      413,
      "There is no room to keep a file until the token, the ticket and the file's name come: send these first",
    );
  }
}

/** A file without a name: it is gone with its handle, also when the process is killed. */
async function openNameless(folder: string): Promise<FileHandle> {
  const own = await mkdtemp(join(folder, 'anexo-'));
  try {
    return await open(join(own, 'spool'), 'wx+', 0o600);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function* readFrom(handle: FileHandle, start: number, size: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < size; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, size - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start + at);
    if (bytesRead === 0) throw new Error('a spooled file is shorter than what was written');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const pieceBytes = 64 * 1024;

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
