import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createXhrSender, type HttpEnd, type HttpRequest } from './http-sender.ts';

/** An XMLHttpRequest that does what the test says. */
class FakeXhr extends XMLHttpRequest {
  readonly sentHeaders = new Map<string, string>();
  readonly opened: string[] = [];
  isAborted = false;
  body: unknown;
  answer = { status: 0, text: '', headers: new Map<string, string>() };

  override open(method: string, url: string | URL): void {
    this.opened.push(`${method} ${url}`);
  }
  override setRequestHeader(name: string, value: string): void {
    if (/[\r\n]/.test(value)) throw new DOMException('Not a header value', 'SyntaxError');
    this.sentHeaders.set(name, value);
  }
  override send(body?: Document | XMLHttpRequestBodyInit | null): void {
    this.body = body;
  }
  override abort(): void {
    this.isAborted = true;
    this.dispatchEvent(new Event('abort'));
  }
  override get status(): number {
    return this.answer.status;
  }
  override get responseText(): string {
    return this.answer.text;
  }
  override getResponseHeader(name: string): string | null {
    throw new Error(`a browser complains of ${name} where it is not exposed`);
  }
  override getAllResponseHeaders(): string {
    return [...this.answer.headers].map(([name, value]) => `${name.toLowerCase()}: ${value}\r\n`).join('');
  }

  leave(loaded: number, total: number): void {
    this.upload.dispatchEvent(new ProgressEvent('progress', { loaded, total }));
    if (loaded === total) this.upload.dispatchEvent(new ProgressEvent('load', { loaded, total }));
  }
  respond(status: number, text: string, headers: Record<string, string> = {}): void {
    this.answer = { status, text, headers: new Map(Object.entries(headers)) };
    this.dispatchEvent(new Event('load'));
  }
}

function send(changes: Partial<HttpRequest> = {}) {
  const clock = createManualClock();
  const xhr = new FakeXhr();
  const progress: number[] = [];
  const aborting = new AbortController();
  const ending = createXhrSender({ clock, open: () => xhr })({
    method: 'POST',
    url: 'https://gateway.example.com/x',
    headers: { Authorization: 'Bearer t' },
    body: new Blob(['0123456789']),
    signal: aborting.signal,
    patience: { stallMs: 60_000, answerMs: 90_000, totalMs: 200_000 },
    onProgress: (sentBytes) => void progress.push(sentBytes),
    ...changes,
  });
  let end: HttpEnd | undefined;
  void ending.then((how) => {
    end = how;
  });
  return { clock, xhr, progress, aborting, ending, end: () => end };
}

describe('the XMLHttpRequest sender', () => {
  it('tells progress and the answer', async () => {
    const { xhr, progress, ending } = send();
    xhr.leave(4, 10);
    xhr.leave(10, 10);
    xhr.respond(429, '{"a":1}', { 'Retry-After': '3', 'X-Request-Id': 'r-1' });
    const answer = { kind: 'answer', status: 429, text: '{"a":1}', retryAfter: '3', requestId: 'r-1' };
    expect(await ending).toEqual(answer);
    expect(progress).toEqual([4, 10]);
    expect(xhr.opened).toEqual(['POST https://gateway.example.com/x']);
    expect(Object.fromEntries(xhr.sentHeaders)).toEqual({ Authorization: 'Bearer t' });
    expect(xhr.body).toBeInstanceOf(Blob);
  });

  it.each([
    [[], 'none'],
    [[4], 'some'],
    [[4, 10], 'all'],
  ] as const)('tells how much had left when the connection broke: %j', async (loads, sent) => {
    const { xhr, ending } = send();
    for (const loaded of loads) xhr.leave(loaded, 10);
    xhr.dispatchEvent(new Event('error'));
    expect(await ending).toEqual({ kind: 'network-error', sent });
  });

  it('gives up when nothing moves for the time of a stall', async () => {
    const { clock, xhr, end } = send();
    await clock.advance(59_999);
    xhr.leave(4, 10);
    await clock.advance(59_999);
    expect(end()).toBeUndefined();
    await clock.advance(1);
    expect(end()).toEqual({ kind: 'timeout', sent: 'some' });
    expect(xhr.isAborted).toBe(true);
  });

  it('awaits the answer for a time of its own', async () => {
    const { clock, xhr, end } = send();
    xhr.leave(10, 10);
    await clock.advance(89_999);
    expect(end()).toBeUndefined();
    await clock.advance(1);
    expect(end()).toEqual({ kind: 'timeout', sent: 'all' });
  });

  it('ends a request that only crawls', async () => {
    const { clock, xhr, end } = send({ patience: { stallMs: 60_000, answerMs: 90_000, totalMs: 100_000 } });
    for (const loaded of [1, 2, 3]) {
      xhr.leave(loaded, 10);
      await clock.advance(33_000);
    }
    expect(end()).toBeUndefined();
    await clock.advance(1000);
    expect(end()).toEqual({ kind: 'timeout', sent: 'some' });
  });

  it.each([
    [[], 'none'],
    [[4, 10], 'all'],
  ] as const)('stops when it is told to: %j', async (loads, sent) => {
    const { xhr, aborting, ending } = send();
    for (const loaded of loads) xhr.leave(loaded, 10);
    aborting.abort();
    expect(await ending).toEqual({ kind: 'aborted', sent });
    expect(xhr.isAborted).toBe(true);
  });

  it('sends nothing when it was stopped before', async () => {
    const { xhr, ending } = send({ signal: AbortSignal.abort() });
    expect(await ending).toEqual({ kind: 'aborted', sent: 'none' });
    expect(xhr.opened).toEqual([]);
  });

  it('ends where the browser refuses the request itself', async () => {
    const { ending, clock, end } = send({ headers: { Authorization: 'Bearer \n' } });
    expect(await ending).toEqual({ kind: 'network-error', sent: 'none' });
    await clock.advance(1_000_000);
    expect(end()).toEqual({ kind: 'network-error', sent: 'none' });
  });

  it('leaves nothing due when it is over', async () => {
    const { clock, xhr, ending } = send();
    xhr.leave(10, 10);
    xhr.respond(200, '');
    await ending;
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('Nothing is due');
  });
});
