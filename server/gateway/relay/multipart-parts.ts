import type { ByteSource } from './byte-source.ts';
import { MultipartError, type MultipartPart, readMultipart } from './multipart-reader.ts';
import { isFieldName, RequestError, type RequestPart } from './request-part.ts';
import { lastOf, textOf } from './text-of.ts';

/** Longest field, in bytes: a token is the longest that is wanted. */
const fieldBytes = 8 * 1024;

/** What a field `size` has to be: a file's length in bytes. */
export const sizeForm = /^\d{1,12}$/;

/**
 * Reads a `multipart/form-data` body of `put/ticket_attachments`: the fields of the OMS contract and any number of
 * files. A field `size` before a file gives its length in bytes, so that it can be announced to the destination.
 * @throws RequestError where the body is not such a form
 */
export async function* readMultipartParts(source: ByteSource, boundary: string): AsyncGenerator<RequestPart, void> {
  const seen = new Set<string>();
  let size: number | undefined;
  try {
    for await (const part of readMultipart(source, boundary)) {
      if (part.fileName !== undefined) {
        yield {
          kind: 'file',
          name: lastOf(part.fileName),
          mimeType: lastOf(part.mimeType),
          size,
          bytes: withRequestErrors(part.bytes),
        };
        size = undefined;
      } else if (part.name === 'size') {
        size = readSize(await readField(part));
      } else if (isFieldName(part.name)) {
        if (seen.has(part.name)) throw new RequestError(400, `The field ${part.name} is given twice`);
        seen.add(part.name);
        yield { kind: 'field', name: part.name, value: await readField(part) };
      }
    }
  } catch (error) {
    throw asRequestError(error);
  }
}

function asRequestError(error: unknown): unknown {
  return error instanceof MultipartError
    ? new RequestError(400, `The body is not valid multipart/form-data: ${error.message}`)
    : error;
}

function withRequestErrors(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const source = bytes[Symbol.asyncIterator]();
  const fail = (error: unknown): never => {
    throw asRequestError(error);
  };
  return { [Symbol.asyncIterator]: () => ({ next: () => source.next().catch(fail) }) };
}

async function readField(part: MultipartPart): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of part.bytes) {
    length += piece.length;
    if (length > fieldBytes) throw new RequestError(400, `The field ${part.name} is longer than ${fieldBytes} bytes`);
    pieces.push(Buffer.from(piece));
  }
  return textOf(Buffer.concat(pieces));
}

function readSize(text: string): number {
  if (!sizeForm.test(text)) throw new RequestError(400, 'The field size must be a number of bytes');
  return Number(text);
}
