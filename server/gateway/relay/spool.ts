import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** Keeps bytes that arrive before it is known where they go, within a bound, on disk and not in memory. */
export class Spool {
  readonly #bound: number;
  readonly #folder: string;
  readonly #kept = new Set<FileHandle>();
  #used = 0;

  /**
   * @param bound most bytes of all files of this spool together
   * @param folder where the temporary files are made
   */
  constructor(bound: number, folder: string = tmpdir()) {
    this.#bound = bound;
    this.#folder = folder;
  }

  /**
   * Reads a stream to its end and keeps its bytes.
   * @throws SpoolFullError past the bound; what was kept of this stream is given up
   */
  async keep(bytes: AsyncIterable<Buffer>): Promise<SpooledFile> {
    const handle = await openNameless(this.#folder);
    this.#kept.add(handle);
    let size = 0;
    for await (const chunk of bytes) {
      if (this.#used + chunk.length > this.#bound) {
        await this.#release(handle, size);
        throw new SpoolFullError(this.#bound);
      }
      this.#used += chunk.length;
      size += chunk.length;
      await handle.writeFile(chunk);
    }
    return {
      size,
      read: () => Readable.from(readFrom(handle, size), { objectMode: false }),
      release: () => this.#release(handle, size),
    };
  }

  /** Removes whatever is still kept. Safe to call twice. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#kept].map((handle) => this.#release(handle, 0)));
  }

  async #release(handle: FileHandle, size: number): Promise<void> {
    if (!this.#kept.delete(handle)) return;
    this.#used -= size;
    await handle.close();
  }
}

/** Bytes kept by a spool. */
export interface SpooledFile {
  /** In bytes. */
  readonly size: number;
  /** The bytes from the start; may be called more than once. */
  read(): Readable;
  /** Gives the bytes up, once they were read. */
  release(): Promise<void>;
}

/** More came before its destination was known than the spool may hold. */
export class SpoolFullError extends Error {
  override readonly name = 'SpoolFullError';

  constructor(bound: number) {
    super(`more than ${bound} bytes came before the token and the ticket: send these fields first`);
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

async function* readFrom(handle: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw new Error('a spooled file is shorter than what was written');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const pieceBytes = 64 * 1024;
