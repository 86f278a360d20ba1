import { createHmac, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Failure } from '../../../contract/outcome.ts';
import type { Call, Failed } from '../destination.ts';
import { createHttpClient, createHttpDownload, type HttpContent, type HttpEnd, tookTooLong } from '../http-client.ts';
import { type FlowingPart, multipartForm } from '../multipart-body.ts';
import { createServiceClock } from '../service-clock.ts';
import { failureOfReading, outcomeWithoutAnswer } from '../service-failure.ts';
import { failureOfKayako } from './kayako-failure.ts';

export interface KayakoAccess {
  /** Where Kayako is installed. */
  readonly baseUrl: string;
  readonly apikey: string;
  readonly secretKey: string;
  /** The longest silence of Kayako before a call is given up, and the longest answer, in milliseconds. */
  readonly silenceMs: number;
}

/** Kayako's REST interface: one PHP file that is told the call in `e`. */
export interface KayakoApi {
  /** As a destination's own. */
  clockAheadMs(): number;
  get<Read>(path: string, call: Call, read: ReadAnswer<Read>): Promise<Read | Failed>;
  /** Sends a form, of which one field flows through. */
  post<Read>(path: string, form: Form, call: Call, read: ReadAnswer<Read>): Promise<Read | Failed>;
  delete(path: string, call: Call): Promise<{ readonly kind: 'done' } | Failed>;
}

/** Reads of a good answer what must be there within `silenceMs`: then the stream breaks off. Never rejects. */
export type ReadAnswer<Read> = (answer: Readable) => Promise<Read>;

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly flowing: FlowingPart;
}

type Credentials = Readonly<Record<'apikey' | 'salt' | 'signature', string>>;

/** What a salt is signed with: base64 of its HMAC-SHA256 by the secret key. */
export function signatureOf(salt: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(salt).digest('base64');
}

/** @param now the present, in milliseconds since 1970 */
export function createKayakoApi({ baseUrl, apikey, secretKey, silenceMs }: KayakoAccess, now: () => number): KayakoApi {
  const clock = createServiceClock(now);
  const connection = { addresses: [baseUrl], silenceMs, clock };
  const http = createHttpClient(connection);
  const download = createHttpDownload(connection);

  /** A salt is for one call. */
  function credentials(): Credentials {
    const salt = randomBytes(16).toString('hex');
    return { apikey, salt, signature: signatureOf(salt, secretKey) };
  }

  function urlOf(path: string, query: Record<string, string> = {}): URL {
    const url = new URL(`${baseUrl}/api/index.php`);
    url.search = new URLSearchParams({ e: path, ...query }).toString();
    return url;
  }

  function failureOf(end: HttpEnd, form: boolean): Failure {
    if (end.kind !== 'answer') return outcomeWithoutAnswer(end, 'Kayako');
    const { status, text, retryAfter } = end;
    return failureOfKayako({ status, body: text, retryAfter, nowMs: now() }, form);
  }

  /** An answer that trickles in is never silent, and has no end of its own. */
  async function readInTime<Read>(
    end: HttpContent | HttpEnd,
    read: ReadAnswer<Read>,
    meaningOf: (failed: HttpEnd) => Failure,
  ): Promise<Read | Failed> {
    if (end.kind !== 'content') return { kind: 'failed', outcome: meaningOf(end) };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end.stream.destroy();
    }, silenceMs);
    const result = await read(end.stream);
    clearTimeout(timer);
    if (!late) return result;
    return { kind: 'failed', outcome: meaningOf({ kind: 'failed', sent: 'all', message: tookTooLong(silenceMs) }) };
  }

  const headers = { accept: 'text/xml, */*' };

  return {
    clockAheadMs: clock.aheadMs,

    async get(path, { signal }, read) {
      const end = await download({ method: 'GET', url: urlOf(path, credentials()), headers, signal });
      return readInTime(end, read, (failed) => failureOfReading(failureOf(failed, false), signal));
    },

    async post(path, { fields, flowing }, { signal }, read) {
      const { signature, ...named } = credentials();
      // PHP takes a form that breaks off for a whole one: without what comes last, Kayako takes none.
      const body = multipartForm({ ...named, ...fields }, flowing, { signature });
      const end = await download({ method: 'POST', url: urlOf(path), headers, body, signal });
      return readInTime(end, read, (failed) => failureOf(failed, true));
    },

    async delete(path, { signal }) {
      const end = await http({ method: 'DELETE', url: urlOf(path, credentials()), headers, signal });
      if (end.kind === 'answer' && end.status === 200) return { kind: 'done' };
      return { kind: 'failed', outcome: failureOf(end, false) };
    },
  };
}
