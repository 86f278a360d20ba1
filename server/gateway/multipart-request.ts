import type { Readable } from 'node:stream';
import { readReference, readText } from './fields.ts';
import { ByteSource } from './relay/byte-source.ts';
import { boundaryOf, MultipartError, type MultipartPart, readMultipart } from './relay/multipart-reader.ts';
import {
  type ArrivedFile,
  type Content,
  type Malformed,
  type RequestBounds,
  tooLarge,
  type UploadRequest,
} from './upload-request.ts';

/** More parts than this are no upload of an agent. */
const mostParts = 1000;
/** Longest form field, in bytes: tokens are the longest. */
const fieldBytes = 16 * 1024;

/**
 * Reads the multipart/form-data of `put/ticket_attachments`. Fields may come before or after the files; every part
 * with a file name is a file, whatever its field is called. Files are kept in memory, one past its bound is not.
 */
export async function readMultipartRequest(
  stream: Readable,
  contentType: string,
  bounds: RequestBounds,
): Promise<UploadRequest | Malformed> {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return malformed('multipart/form-data needs a boundary in its Content-Type');
  const fields = new Map<string, string>();
  const files: ArrivedFile[] = [];
  try {
    for await (const part of readMultipart(new ByteSource(bounded(stream, bounds.request)), boundary)) {
      if (part.fileName !== undefined) files.push(await readFile(part, part.fileName, bounds.file));
      else fields.set(part.name, await readField(part));
      if (fields.size + files.length > mostParts) return malformed(`The request has more than ${mostParts} parts`);
    }
  } catch (error) {
    if (error instanceof RequestTooLargeError) return tooLarge(bounds.request);
    if (error instanceof MultipartError) return malformed(`The multipart body cannot be read: ${error.message}`);
    if (stream.destroyed) return malformed('The request broke off');
    throw error;
  }
  return {
    kind: 'read',
    auth: readText(fields.get('auth')),
    reference: readReference(fields),
    files: files.length > 0 ? files : undefined,
  };
}

function malformed(message: string): Malformed {
  return { kind: 'malformed', status: 400, message };
}

class RequestTooLargeError extends Error {
  override readonly name = 'RequestTooLargeError';
}

/** Fails past the limit; leaves the stream open in any case, since the answer goes out on the same connection. */
async function* bounded(stream: Readable, limit: number): AsyncGenerator<Buffer> {
  const chunks: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false });
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw new RequestTooLargeError();
    yield chunk;
  }
}

async function readFile(part: MultipartPart, name: string, bound: number): Promise<ArrivedFile> {
  return { name, contentType: part.mimeType, content: await readContent(part, bound) };
}

async function readContent(part: MultipartPart, bound: number): Promise<Content> {
  let kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.bytes) {
    size += chunk.length;
    if (size <= bound) kept.push(Buffer.from(chunk));
    else kept = [];
  }
  return size <= bound ? { kind: 'bytes', bytes: Buffer.concat(kept) } : { kind: 'too-large', size };
}

async function readField(part: MultipartPart): Promise<string> {
  const content = await readContent(part, fieldBytes);
  if (content.kind !== 'bytes') throw new MultipartError(`the field ${part.name} is too long`, fieldBytes);
  return content.bytes.toString('utf8');
}
