import type { TicketReference } from '../../contract/oms.ts';

/** A `put/ticket_attachments`, read from JSON or multipart. */
export interface UploadRequest {
  readonly kind: 'read';
  /** The field `auth`. */
  readonly auth: string | undefined;
  readonly reference: TicketReference;
  /** `undefined` where there is no such list, or an empty one. */
  readonly files: readonly ArrivedFile[] | undefined;
}

/** A request that could not be read as one. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly status: 400 | 413;
  readonly message: string;
}

export interface ArrivedFile {
  /** As given; an empty text where it is missing. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Content;
}

export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Larger than any destination takes, and not kept; in bytes. */
  | { readonly kind: 'too-large'; readonly size: number }
  /** The file's own part of the request cannot be read. */
  | { readonly kind: 'faulty'; readonly message: string };

/** Bounds of what is kept of a request, in bytes. */
export interface RequestBounds {
  readonly request: number;
  /** The largest file that any destination takes. */
  readonly file: number;
}

export function tooLarge(limit: number): Malformed {
  return { kind: 'malformed', status: 413, message: `The request is larger than ${limit} bytes` };
}
