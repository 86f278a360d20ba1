import { randomBytes } from 'node:crypto';

/** A request body with its Content-Type. */
export interface Body {
  readonly type: string;
  readonly bytes: Buffer;
}

const pdfStart = Buffer.from('%PDF-1.7\n');

/** Content that the gateway's check takes for a PDF, and that no compression could shorten. */
function pdf(size: number): Buffer {
  return Buffer.concat([pdfStart, randomBytes(size - pdfStart.length)]);
}

/** What the widget sends: fields first, the file last. */
export function multipartBody(size: number): Body {
  const boundary = 'benchmark-boundary';
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="zoho_id"\r\n\r\n1\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="size"\r\n\r\n${size}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="attachments"; filename="a.pdf"\r\n` +
    'Content-Type: application/pdf\r\n\r\n';
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), pdf(size), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** What a client of the OMS contract sends: base64 in JSON. */
export function jsonBody(size: number): Body {
  const head = '{"zoho_id":"1","attachments":[{"name":"a.pdf","contentType":"application/pdf","base64":"';
  return { type: 'application/json', bytes: Buffer.from(`${head}${pdf(size).toString('base64')}"}]}`) };
}
