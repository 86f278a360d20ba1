import type { IncomingMessage } from 'node:http';
import { ByteSource } from './relay/byte-source.ts';
import { readMultipartParts } from './relay/multipart-parts.ts';
import { boundaryOf } from './relay/multipart-reader.ts';
import { readOmsJson } from './relay/oms-json-parts.ts';
import { RequestChunks } from './relay/request-chunks.ts';
import { RequestError, type RequestPart } from './relay/request-part.ts';
import type { Spool } from './relay/spool.ts';

/** Bounds of what is read of a request, in bytes. */
export interface RequestBounds {
  readonly request: number;
  /** The largest file that any destination takes. */
  readonly file: number;
}

/**
 * The parts of a `put/ticket_attachments` as they arrive: of multipart/form-data where it says so, else of JSON,
 * whatever it calls itself.
 * @param spool keeps a file of JSON whose name comes after its content
 * @throws RequestError at once or on the way where the request cannot be read
 */
export function partsOf(
  request: IncomingMessage,
  { request: limit }: Pick<RequestBounds, 'request'>,
  spool: Spool,
): AsyncGenerator<RequestPart, void> {
  const { 'content-length': length = 0, 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  if (Number(length) > limit) throw tooLarge(limit);
  if (encoding !== undefined && encoding !== 'identity') {
    throw new RequestError(415, 'A Content-Encoding is not accepted: send the body as it is');
  }
  const isForm = /^multipart\/form-data\b/i.test(type);
  const boundary = isForm ? boundaryOf(type) : '';
  if (boundary === undefined) throw new RequestError(400, 'multipart/form-data needs a boundary in its Content-Type');
  // From here on the request is held, until the parts have been read or given up.
  const source = new ByteSource(new RequestChunks(request, limit, () => tooLarge(limit)));
  return releasing(isForm ? readMultipartParts(source, boundary) : readOmsJson(source, spool), source);
}

/** Lets go of the request at the end, so that others can throw away what is left of it. */
async function* releasing(
  parts: AsyncGenerator<RequestPart, void>,
  source: ByteSource,
): AsyncGenerator<RequestPart, void> {
  try {
    yield* parts;
  } finally {
    await source.release();
  }
}

export function tooLarge(limit: number): RequestError {
  return new RequestError(413, `The request is larger than ${limit} bytes`);
}
