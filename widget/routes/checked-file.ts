import { checkFile, type Finding } from '../../contract/check.ts';
import { headBytes } from '../../contract/file-types.ts';
import type { Limits } from '../../contract/limits.ts';

/**
 * Checks a file against the limits in force, just before it would be sent. Reading its first bytes also shows whether
 * it can still be read: the SDK would wait for ever on one that cannot.
 */
export async function checkBeforeSending(file: File, limits: Limits): Promise<readonly Finding[]> {
  return checkFile({ name: file.name, size: file.size, mimeType: file.type, head: await readHead(file) }, limits);
}

/** The same file with the MIME type to declare, which browsers and Zoho's SDK put into the multipart part. */
export function declaredAs(file: File, mimeType: string): File {
  return file.type === mimeType
    ? file
    : new File([file], file.name, { type: mimeType, lastModified: file.lastModified });
}

/** A file's first bytes, by which its type is told; `undefined` where it cannot be read. */
export async function readHead(file: File): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  } catch {
    return undefined;
  }
}
