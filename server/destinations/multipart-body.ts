import { randomUUID } from 'node:crypto';
import { exactSize } from './exact-size.ts';
import type { HttpBody } from './http-client.ts';

/** A part of a form that flows through. */
export interface FlowingPart {
  /** Of the form field. */
  readonly name: string;
  /** With it the part is a file, without it a plain field. */
  readonly file?: { readonly name: string; readonly mimeType: string };
  readonly bytes: AsyncIterable<Uint8Array>;
  /** In bytes, where it is known. */
  readonly length: number | undefined;
}

/** A multipart/form-data body of one file (RFC 7578). Its length is known where the file's is. */
export function multipartBody(
  part: string,
  file: { readonly name: string; readonly mimeType: string; readonly size: number | undefined },
  stream: AsyncIterable<Uint8Array>,
): HttpBody {
  return multipartForm({}, { name: part, file, bytes: exactSize(stream, file.size), length: file.size });
}

/**
 * A multipart/form-data body (RFC 7578) of short fields and, behind them, a part that flows through.
 * @param fields by name; names are ours: plain ASCII
 * @param behind fields that come after the part that flows
 */
export function multipartForm(
  fields: Readonly<Record<string, string>>,
  flowing?: FlowingPart,
  behind: Readonly<Record<string, string>> = {},
): HttpBody {
  const boundary = `anexo-${randomUUID()}`;
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const open = (name: string): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
  const inFull = (some: Readonly<Record<string, string>>): string =>
    Object.entries(some)
      .map(([name, value]) => `${open(name)}\r\n\r\n${value}\r\n`)
      .join('');
  const end = `--${boundary}--\r\n`;
  if (!flowing) {
    const tail = Buffer.from(`${inFull(fields)}${end}`);
    return { contentType, tail, length: tail.length };
  }
  const { name, file, bytes, length } = flowing;
  const about = file ? `; filename="${quoted(file.name)}"\r\ncontent-type: ${printable(file.mimeType)}` : '';
  const head = Buffer.from(`${inFull(fields)}${open(name)}${about}\r\n\r\n`);
  const tail = Buffer.from(`\r\n${inFull(behind)}${end}`);
  return {
    contentType,
    head,
    middle: bytes,
    tail,
    length: length === undefined ? undefined : head.length + length + tail.length,
  };
}

/** A type with a line end in it could bring headers of its own. */
function printable(mimeType: string): string {
  return /^[\x20-\x7e]+$/.test(mimeType) ? mimeType : 'application/octet-stream';
}

/** As browsers escape file names in forms: UTF-8 as it is, quotes and line ends by percent. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
