import type { ContentStream } from './destination.ts';
import type { HttpContent } from './http-client.ts';

/**
 * An answer's body as an attachment's content.
 * @param mimeType where it is known better than the answer's own header tells
 */
export function contentFrom({ headers, stream }: HttpContent, mimeType?: string): ContentStream {
  const length = headers['content-length'];
  return {
    kind: 'content',
    stream,
    // Node fails a stream that ends before the announced length, so the header can be relied upon.
    size: length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined,
    mimeType: mimeType ?? headers['content-type'],
  };
}
