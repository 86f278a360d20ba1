import type { SpooledFile } from './spool.ts';

/** What a request to put files on a ticket is made of, in the order it arrives, whatever its format. */
export type RequestPart =
  | { readonly kind: 'field'; readonly name: FieldName; readonly value: string }
  | ArrivingFile
  /** A file that cannot be read from the request; the others go on. */
  | {
      readonly kind: 'unreadable';
      readonly name: string | undefined;
      /** The HTTP status of this file alone: 400, or 413 where it was too much to keep. */
      readonly status: FileError['status'];
      readonly problem: string;
    };

export type FieldName = 'auth' | 'zoho_id' | 'ticket_number' | 'chamado_id';

export const fieldNames: ReadonlySet<string> = new Set<FieldName>(['auth', 'zoho_id', 'ticket_number', 'chamado_id']);

export interface ArrivingFile {
  readonly kind: 'file';
  readonly name: string;
  /** As declared; an empty string where it is not. */
  readonly mimeType: string;
  /** In bytes, where it is known before the last byte arrives. */
  readonly size: number | undefined;
  /**
   * The bytes as they arrive. What is not read is skipped when the next part is asked for. Fails with FileError where
   * this file alone is malformed, with another error where the whole request is.
   */
  readonly bytes: AsyncIterable<Buffer>;
  /** Where all bytes are kept because they came before they could go on. Whoever takes the file releases it. */
  readonly kept?: SpooledFile;
}

/** Ends one file; the rest of the request goes on. */
export class FileError extends Error {
  override readonly name = 'FileError';
  /** 400 malformed, 413 too large, 422 a virus, 503 no scanner. */
  readonly status: 400 | 413 | 422 | 503;

  constructor(status: 400 | 413 | 422 | 503, problem: string) {
    super(problem);
    this.status = status;
  }
}

/** Ends the whole request with this status and message. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  /** When to come back, in milliseconds, where that is known. */
  readonly waitMs: number | undefined;

  constructor(status: number, problem: string, waitMs?: number) {
    super(problem);
    this.status = status;
    this.waitMs = waitMs;
  }
}

export function isFieldName(name: string): name is FieldName {
  return fieldNames.has(name);
}
