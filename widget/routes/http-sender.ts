import { type Clock, systemClock } from '../clock.ts';

/** The seam between a route and the way its bytes travel: XMLHttpRequest, since `fetch` tells no progress. */
export type HttpSender = (request: HttpRequest) => Promise<HttpEnd>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: FormData | Blob;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** Called with the bytes of the body that have left. */
  onProgress?(sentBytes: number, totalBytes: number): void;
}

/** How long a request may take, in milliseconds. */
export interface Patience {
  /** Without any progress while the body is sent. */
  readonly stallMs: number;
  /** From the body's last byte to the answer. */
  readonly answerMs: number;
  /** Altogether. */
  readonly totalMs: number;
}

/** How much of the body has left this machine. */
export type Sent = 'none' | 'some' | 'all';

/** How a request ended. */
export type HttpEnd =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly retryAfter: string | null;
      /** Under which the service has the request in its log. */
      readonly requestId?: string;
    }
  /** No connection, a broken one, or one that the browser forbade: it does not say which. */
  | { readonly kind: 'network-error'; readonly sent: Sent }
  | { readonly kind: 'timeout'; readonly sent: Sent }
  | { readonly kind: 'aborted'; readonly sent: Sent };

export interface XhrSenderOptions {
  readonly clock?: Clock;
  /** Makes the XMLHttpRequest. */
  readonly open?: () => XMLHttpRequest;
}

/** Makes a sender over XMLHttpRequest. Never rejects. */
export function createXhrSender(options: XhrSenderOptions = {}): HttpSender {
  const { clock = systemClock, open = () => new XMLHttpRequest() } = options;
  return (request) =>
    new Promise((resolve) => {
      const { signal, patience } = request;
      if (signal.aborted) return resolve({ kind: 'aborted', sent: 'none' });
      const xhr = open();
      let sent: Sent = 'none';
      let endStep = () => {};
      const endTotal = clock.after(patience.totalMs, () => giveUp('timeout'));

      function end(how: HttpEnd): void {
        endStep();
        endTotal();
        signal.removeEventListener('abort', onAbort);
        resolve(how);
      }
      function giveUp(kind: 'timeout' | 'aborted'): void {
        end({ kind, sent });
        xhr.abort();
      }
      function onAbort(): void {
        giveUp('aborted');
      }
      function allow(stepMs: number): void {
        endStep();
        endStep = clock.after(stepMs, () => giveUp('timeout'));
      }

      xhr.upload.addEventListener('progress', ({ loaded, total }) => {
        if (loaded > 0 && sent === 'none') sent = 'some';
        allow(patience.stallMs);
        request.onProgress?.(loaded, total);
      });
      xhr.upload.addEventListener('load', () => {
        sent = 'all';
        allow(patience.answerMs);
      });
      xhr.addEventListener('load', () => {
        const { status, responseText: text } = xhr;
        const requestId = readHeader(xhr, 'x-request-id');
        end({
          kind: 'answer',
          status,
          text,
          retryAfter: readHeader(xhr, 'retry-after'),
          ...(requestId && { requestId }),
        });
      });
      xhr.addEventListener('error', () => end({ kind: 'network-error', sent }));
      signal.addEventListener('abort', onAbort);

      try {
        xhr.open(request.method, request.url);
        for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value);
        allow(request.body ? patience.stallMs : patience.answerMs);
        xhr.send(request.body ?? null);
      } catch {
        end({ kind: 'network-error', sent });
      }
    });
}

/** Asked for by its name, a header that the service does not expose to other origins is an error in the console. */
function readHeader(xhr: XMLHttpRequest, name: string): string | null {
  const [, value] = new RegExp(`^${name}:(.*)$`, 'im').exec(xhr.getAllResponseHeaders()) ?? [];
  return value?.trim() ?? null;
}
