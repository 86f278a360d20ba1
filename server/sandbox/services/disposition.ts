import type { FastifyReply } from 'fastify';
import { bareMimeType } from '../../../contract/file-types.ts';
import type { StoredFile } from './ledger.ts';

/** Sends a stored file such that a browser saves it and never shows or runs it. */
export function sendFile(reply: FastifyReply, file: StoredFile, bytes: Buffer): FastifyReply {
  return reply
    .type(bareMimeType(file.mimeType) || 'application/octet-stream')
    .header('content-disposition', attachmentDisposition(file.name))
    .header('x-content-type-options', 'nosniff')
    .send(bytes);
}

/** A `Content-Disposition` header for any name: plain ASCII for old readers, the whole name for others (RFC 6266). */
export function attachmentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  // By way of UTF-8, since half a surrogate pair cannot be percent-encoded.
  const whole = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}
