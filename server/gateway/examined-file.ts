import { checkFile, mimeTypeOf } from '../../contract/check.ts';
import { cleanName } from '../../contract/file-name.ts';
import { headBytes } from '../../contract/file-types.ts';
import type { Limits } from '../../contract/limits.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { refusalOf, refusalOfFault } from './finding-words.ts';
import { peek } from './relay/peek.ts';
import { type ArrivingFile, FileError } from './relay/request-part.ts';

/** A file of which name, type and first bytes are known. */
export type ExaminedFile = GoodFile | { readonly kind: 'refused'; readonly about: AboutFile; readonly end: UploadEnd };

export interface GoodFile {
  readonly kind: 'good';
  readonly about: AboutFile;
  /** The type to declare to the destination. */
  readonly mimeType: string;
  /** All bytes, from the first one on; to be read once. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The same once more, where they are at hand. */
  readonly again: (() => AsyncIterable<Buffer>) | undefined;
}

/** What an answer tells of a file. */
export interface AboutFile {
  /** Cleaned: the name under which it is stored. */
  readonly name: string;
  /** As declared, else as the name or the first bytes tell. */
  readonly contentType: string;
  /** In bytes, where it is known before the last one arrives. */
  readonly size: number | undefined;
}

/** A file that is not longer is read as a whole before it is sent on, so that its length can be announced. */
const wholeBytes = 64 * 1024;

/** Looks at a file's first bytes, and judges it by the limits before any of it is sent on. */
export async function examine(file: ArrivingFile, limits: Limits): Promise<ExaminedFile> {
  const name = cleanName(file.name, limits.nameLength, file.mimeType);
  const { kept } = file;
  const declared = { name, mimeType: file.mimeType };
  const about = (size: number | undefined, head?: Buffer): AboutFile => {
    return { name, contentType: file.mimeType || mimeTypeOf({ ...declared, head }), size };
  };
  try {
    const peeked = await peek(file.bytes, file.size === undefined ? wholeBytes : headBytes);
    const size = file.size ?? (peeked.whole ? peeked.head.length : undefined);
    const head = peeked.head.subarray(0, headBytes);
    const [finding] = checkFile({ ...declared, head, size: size ?? peeked.head.length }, limits);
    if (finding) return { kind: 'refused', about: about(size, head), end: refusalOf(finding) };
    return {
      kind: 'good',
      about: about(size, head),
      mimeType: mimeTypeOf({ ...declared, head }),
      bytes: peeked.bytes,
      again: kept ? () => kept.read() : peeked.whole ? () => of(peeked.head) : undefined,
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { kind: 'refused', about: about(file.size), end: refusalOfFault(error) };
  }
}

async function* of(bytes: Buffer): AsyncGenerator<Buffer, void> {
  yield bytes;
}
