import type { HttpCall, HttpClient, HttpEnd } from './http-client.ts';
import type { SharedToken } from './shared-token.ts';

/** A token of a service that gives these answers to logins in turn, the last for ever. */
export function openToken(
  create: (http: HttpClient, parts: { readonly now: () => number }) => SharedToken,
  answers: readonly HttpEnd[],
) {
  const calls: HttpCall[] = [];
  let nowMs = 1_000_000;
  const http: HttpClient = async (call) => {
    calls.push(call);
    const end = answers[Math.min(calls.length, answers.length) - 1];
    if (!end) throw new Error('no answer');
    return end;
  };
  const token = create(http, { now: () => nowMs });
  return {
    get: () => token.get(),
    calls,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

/** @param body a text is sent as it is, anything else as JSON */
export function answerOf(body: unknown, status = 200): HttpEnd {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answer', status, retryAfter: undefined, text };
}
