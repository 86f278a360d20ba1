import { signal } from '@preact/signals';
import { type ConnectorHost, createConnectorCall, pathOf } from '../routes/connector-call.ts';
import type { ConnectorDialect } from '../routes/connector-dialect.ts';
import { isSuccess } from '../routes/desk-outcome.ts';
import { mayRead } from './previews.ts';
import type { AttachmentContents } from './ticket-attachments.ts';

/** What fetching a file may take, in milliseconds. */
const longestMs = 60_000;

/**
 * The bytes of a ticket's files through the SDK's connector. It hands over every answer as text, and nothing says
 * what it makes of other bytes: they count only where exactly as many come out as the list says that the file has. Once
 * they did not, only texts are offered any more.
 * @param contentPath of the dialect
 */
export function createConnectorContents(
  host: ConnectorHost,
  dialect: ConnectorDialect,
  contentPath: string,
): AttachmentContents {
  const call = createConnectorCall(host, dialect);
  const garbles = signal(false);
  return {
    offers: ({ name }) => !garbles.value || mayRead(name),
    async read(ticket, { id, name, size }) {
      const answer = await call(ticket, { method: 'GET', timeoutMs: longestMs }, pathOf(id) + contentPath);
      if (answer.kind !== 'answer' || !isSuccess(answer.status)) return undefined;
      const bytes = bytesOf(answer.body ?? '', size);
      if (!bytes && !mayRead(name)) garbles.value = true;
      return bytes;
    },
  };
}

/**
 * The bytes of a file in an answer that has gone through text: as UTF-8 (its byte order mark may be lost), a character
 * for each byte, or base64.
 * @param size in bytes, of the file
 * @returns `undefined` where none of these gives as many
 */
export function bytesOf(body: unknown, size: number): Blob | undefined {
  if (typeof body !== 'string') return undefined;
  // What could not be read as UTF-8 stands as U+FFFD.
  const texts = body.includes('\ufffd') ? [] : [body, `\ufeff${body}`];
  const guesses = [...texts.map((text) => () => text), () => ofCharacters(body), () => ofCharacters(atob(body))];
  for (const guess of guesses) {
    try {
      const bytes = new Blob([guess()]);
      if (bytes.size === size) return bytes;
    } catch {
      // It is no such text.
    }
  }
  return undefined;
}

/** @throws RangeError for a character that is no byte */
function ofCharacters(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (one) => {
    const code = one.charCodeAt(0);
    if (code > 255 || one.length > 1) throw new RangeError('not a byte');
    return code;
  });
}
