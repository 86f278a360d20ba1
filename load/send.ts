import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { OmsPutAnswer, omsPaths } from '../contract/oms.ts';
import { readRetryAfter } from '../contract/outcome.ts';
import { readJson } from '../server/destinations/http-client.ts';
import type { LoadFile } from './files.ts';

/** Where a file goes, and as whose. */
export interface Target {
  /** Of the gateway. */
  readonly url: string;
  readonly token: string;
  readonly ticketId: string;
}

/** What the gateway said of a file. */
export type Said =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly outcome: string; readonly waitMs: number | undefined; readonly error: string }
  /** It may be there. */
  | { readonly kind: 'unknown'; readonly error: string }
  /** Nothing: the connection broke. */
  | { readonly kind: 'silent'; readonly error: string };

/** As the widget sends, or as a caller of the OMS contract does. */
export type Form = 'multipart' | 'json';

const agent = new Agent({ keepAlive: true });

/** Sends a file, and waits for the whole answer. Never rejects. */
export function send({ url, token, ticketId }: Target, file: LoadFile, form: Form): Promise<Said> {
  const { type, pieces } = form === 'json' ? jsonBody(ticketId, file) : multipartBody(ticketId, file);
  const headers: OutgoingHttpHeaders = {
    'content-type': type,
    'content-length': pieces.reduce((sum, piece) => sum + piece.length, 0),
    authorization: `Bearer ${token}`,
    'idempotency-key': file.name,
  };
  return new Promise((resolve) => {
    const call = request(`${url}${omsPaths.put}`, { method: 'PUT', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', silent);
      answer.on('end', () => resolve(readAnswer(Buffer.concat(chunks).toString(), answer.headers['retry-after'])));
    });
    function silent({ message }: Error): void {
      resolve({ kind: 'silent', error: message });
    }
    call.on('error', silent);
    for (const piece of pieces) call.write(piece);
    call.end();
  });
}

function readAnswer(text: string, retryAfter: string | undefined): Said {
  const read = OmsPutAnswer.safeParse(readJson(text));
  const result = read.success ? read.data.results[0] : undefined;
  if (!result) {
    const waitMs = readRetryAfter(retryAfter, Date.now());
    return { kind: 'failed', outcome: 'turned away', waitMs, error: text.slice(0, 200) };
  }
  const { outcome = 'unknown', error, retry_after } = result;
  if (outcome === 'delivered') return { kind: 'delivered' };
  if (outcome === 'unknown') return { kind: 'unknown', error: error ?? '' };
  const waitMs = retry_after === undefined ? undefined : retry_after * 1000;
  return { kind: 'failed', outcome, waitMs, error: error ?? '' };
}

interface Body {
  readonly type: string;
  readonly pieces: readonly Buffer[];
}

const boundary = 'load-boundary';

/** Fields first, the file last. */
function multipartBody(ticketId: string, { name, size, pieces }: LoadFile): Body {
  const field = (key: string, value: string | number): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
  const head =
    field('zoho_id', ticketId) +
    field('size', size) +
    `--${boundary}\r\nContent-Disposition: form-data; name="attachments"; filename="${name}"\r\n` +
    'Content-Type: application/pdf\r\n\r\n';
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    pieces: [Buffer.from(head), ...pieces, Buffer.from(`\r\n--${boundary}--\r\n`)],
  };
}

function jsonBody(zoho_id: string, { name, pieces }: LoadFile): Body {
  const attachment = { name, contentType: 'application/pdf', base64: Buffer.concat(pieces).toString('base64') };
  return { type: 'application/json', pieces: [Buffer.from(JSON.stringify({ zoho_id, attachments: [attachment] }))] };
}
