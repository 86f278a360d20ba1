import type { UploadEnd } from '../destinations/destination.ts';

/** A file of a request and what became of it. */
export interface SentFile {
  /** As it was sent on; `undefined` where the request gave none. */
  readonly name: string | undefined;
  /** As declared, else as found. */
  readonly contentType: string | undefined;
  /** How many bytes were read, or announced; `undefined` where nobody looked. */
  readonly bytes: number | undefined;
  readonly end: UploadEnd;
  /** Nobody scanned it: the scanner could not be reached. */
  readonly unscanned?: true;
}
