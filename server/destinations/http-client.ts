import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { type Connections, createConnections } from './connections.ts';
import type { ServiceClock } from './service-clock.ts';

/** Calls one service over `node:http` and `node:https`. Never rejects. */
export type HttpClient = (call: HttpCall) => Promise<HttpEnd>;

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** Most bytes that are read of the answer, where `answerBytes` are too few. */
  readonly answerBytes?: number;
  /** Aborts the call. */
  readonly signal: AbortSignal;
}

/** A body in three pieces, so that it is known whether its last bytes, without which it is void, have left. */
export interface HttpBody {
  readonly contentType: string;
  readonly head?: Uint8Array;
  /** Each piece need only be valid until the next is asked for. */
  readonly middle?: AsyncIterable<Uint8Array>;
  readonly tail: Uint8Array;
  /** All of it, in bytes; `undefined` where that is not known before the end: then it is sent in chunks. */
  readonly length: number | undefined;
}

export type HttpEnd =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter: string | undefined; readonly text: string }
  | { readonly kind: 'failed'; readonly sent: Sent; readonly message: string }
  | { readonly kind: 'aborted'; readonly sent: Sent };

/**
 * How much of the request may have reached the service. Only with `all` can the service have acted on it: of a `part`
 * the last bytes were never handed to the connection.
 */
export type Sent = 'nothing' | 'part' | 'all';

/** Calls one service whose answer may be longer than memory should hold. Never rejects. */
export type HttpDownload = (call: HttpCall) => Promise<HttpContent | HttpEnd>;

/** An answer with status 200, its body still on its way: to be read to its end or destroyed. */
export interface HttpContent {
  readonly kind: 'content';
  readonly headers: IncomingHttpHeaders;
  /** Fails where the answer breaks off, or the service falls silent; time in which nobody reads does not count. */
  readonly stream: Readable;
}

export interface HttpClientSettings {
  /** The addresses from the configuration: a call to any other origin is never made. */
  readonly addresses: readonly string[];
  /** The longest silence of a service before the call is given up, and the longest answer, in milliseconds. */
  readonly silenceMs: number;
  /** Told the time of each answer. */
  readonly clock?: Pick<ServiceClock, 'note'>;
}

/** Most bytes that are read of an answer. */
export const answerBytes = 256 * 1024;

/** A client bound to the hosts of the configuration. It follows no redirects. */
export function createHttpClient(settings: HttpClientSettings): HttpClient {
  const mayCall = originRule(settings.addresses);
  const connections = createConnections();
  return (call) => (mayCall(call.url) ? send<never>(call, { ...settings, connections }) : foreign(call.url));
}

/**
 * As `createHttpClient`, but hands on the body of a good answer as it comes.
 * @param mayCall in place of the configuration's addresses, where the service has others for its files
 */
export function createHttpDownload(
  settings: HttpClientSettings,
  mayCall: (url: URL) => boolean = originRule(settings.addresses),
): HttpDownload {
  const connections = createConnections();
  return (call) => (mayCall(call.url) ? send(call, { ...settings, connections }, contentOf) : foreign(call.url));
}

function originRule(addresses: readonly string[]): (url: URL) => boolean {
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  return (url) => origins.has(url.origin);
}

function foreign(url: URL): Promise<HttpEnd> {
  return Promise.resolve({ kind: 'failed', sent: 'nothing', message: `${url.host} is not in the configuration` });
}

function contentOf(response: IncomingMessage): HttpContent | undefined {
  const { statusCode, headers } = response;
  return statusCode === 200 ? { kind: 'content', headers, stream: response } : undefined;
}

interface SendParts extends Pick<HttpClientSettings, 'silenceMs' | 'clock'> {
  readonly connections: Connections;
}

/** @param take takes the answer over, unread; leaves it where it gives `undefined` */
function send<Taken>(
  call: HttpCall,
  parts: SendParts,
  take?: (response: IncomingMessage) => Taken | undefined,
): Promise<HttpEnd | Taken> {
  const { method, url, headers, body, answerBytes: mostBytes = answerBytes, signal } = call;
  const { silenceMs, connections, clock } = parts;
  return new Promise((resolve) => {
    let connected = false;
    let written = body === undefined;
    let answering = false;
    const secure = url.protocol === 'https:';
    const options = {
      method,
      agent: secure ? connections.https : connections.http,
      timeout: silenceMs,
      signal,
      headers: { accept: 'application/json', ...headers, ...(body && bodyHeaders(body)) },
    };
    const request = begin(secure, url, options);
    if (!request) {
      resolve({ kind: 'failed', sent: 'nothing', message: 'gave a token that no header can hold' });
      return;
    }
    const end = (result: HttpEnd): void => {
      resolve(result);
      // A connection on which both have said all is kept for the next call.
      if (result.kind !== 'answer' || !request.writableFinished) request.destroy();
    };
    const fail = (message: string): void => {
      const sent: Sent = !connected ? 'nothing' : written ? 'all' : 'part';
      end(signal.aborted ? { kind: 'aborted', sent } : { kind: 'failed', sent, message });
    };

    request.on('socket', (socket) => {
      connected = request.reusedSocket;
      if (connected) return;
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    const giveUp = (): void => fail(`gave no sign of life for ${silenceMs / 1000} s`);
    request.on('timeout', giveUp);
    request.on('error', (error) => {
      // The service closed the kept connection at the moment at which it was used again.
      if (request.reusedSocket && !answering && method === 'GET' && !signal.aborted) {
        resolve(send(call, parts, take));
        return;
      }
      // Once an answer comes in, it counts, even if the service no longer reads what is still being sent.
      if (!answering) fail(`${connected ? 'broke the connection off' : 'could not be reached'}${codeOf(error)}`);
    });
    // After 101 it is neither an answer nor an error: Node lets the connection go without a word.
    request.on('close', () => {
      if (!answering) fail('broke the connection off');
    });
    request.on('response', (response) => {
      answering = true;
      clock?.note(response.headers.date);
      const taken = take?.(response);
      if (taken !== undefined) {
        // From here on it is the stream that fails.
        request.off('timeout', giveUp);
        onSilence(response, silenceMs, () => request.destroy());
        resolve(taken);
        return;
      }
      // An answer that trickles in is never silent: what is read whole must be there in the same time.
      const late = setTimeout(() => fail(tookTooLong(silenceMs)), silenceMs);
      response.once('close', () => clearTimeout(late));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) fail('gave an answer that is too long');
        else chunks.push(chunk);
      });
      response.on('error', (error) => fail(`broke its answer off${codeOf(error)}`));
      response.on('end', () =>
        end({
          kind: 'answer',
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });

    if (!body) {
      request.end();
      return;
    }
    const beforeTail = (): void => {
      written = true;
    };
    writeBody(request, body, beforeTail).catch(() => fail('did not get the whole file: it broke off'));
  });
}

/**
 * Node takes it for silence, too, when we do not read: a caller that takes a file slowly holds all before it back.
 * @param giveUp told once the service itself has said nothing for `silenceMs`
 */
function onSilence(response: IncomingMessage, silenceMs: number, giveUp: () => void): void {
  const { socket } = response;
  const judge = (): void => {
    const seen = socket.bytesRead;
    // What came while this process was busy, or did not read, is taken from the system only after timers have run.
    setImmediate(() => {
      if (response.closed) return;
      if (response.readableLength > 0 || response.complete || socket.bytesRead > seen) socket.setTimeout(silenceMs);
      else giveUp();
    });
  };
  socket.on('timeout', judge);
  // The connection may be kept for another call.
  response.once('close', () => socket.off('timeout', judge));
}

/** @returns `undefined` where a header cannot be sent: a service's own token is in one of them */
function begin(secure: boolean, url: URL, options: https.RequestOptions): http.ClientRequest | undefined {
  try {
    return (secure ? https : http).request(url, options);
  } catch {
    return undefined;
  }
}

/**
 * Writes no faster than the service reads, and stops where the request has ended. Asks for the next piece of the middle
 * only when the one before has left: a piece may be valid only so long.
 */
async function writeBody(
  request: http.ClientRequest,
  { head, middle, tail }: HttpBody,
  beforeTail: () => void,
): Promise<void> {
  let goOn: () => void = () => undefined;
  // A write on a request that has ended is never answered.
  request.once('close', () => goOn());
  if (head) request.write(head);
  for await (const chunk of middle ?? []) {
    if (!request.destroyed) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
        request.write(chunk, () => resolve());
      });
    }
    if (request.destroyed) return;
  }
  beforeTail();
  request.end(tail);
}

function bodyHeaders({ contentType, length }: HttpBody): Record<string, string> {
  return { 'content-type': contentType, ...(length !== undefined && { 'content-length': String(length) }) };
}

/** What is said of an answer that has begun and is not there in time. @param ms the time that it had */
export function tookTooLong(ms: number): string {
  return `took more than ${ms / 1000} s over its answer`;
}

/** The system's code alone: its message would tell addresses of the inner network. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
}

/** A body of form fields. */
export function formBody(fields: Readonly<Record<string, string>>): HttpBody {
  return wholeBody('application/x-www-form-urlencoded', new URLSearchParams(fields).toString());
}

/** A body of JSON. */
export function jsonBody(value: unknown): HttpBody {
  return wholeBody('application/json', JSON.stringify(value));
}

function wholeBody(contentType: string, text: string): HttpBody {
  const tail = Buffer.from(text);
  return { contentType, tail, length: tail.length };
}

/** @returns the parsed text; `undefined` where it is no JSON */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A service's words, cut to 256 characters. */
export function cut(text: string): string {
  return text.length > 256 ? `${text.slice(0, 255)}…` : text;
}
