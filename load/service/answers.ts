import type { ServerResponse } from 'node:http';
import { refusal } from '../../server/sandbox/services/desk/failure.ts';

/** Answers with JSON, or with nothing for 204. */
export function answer(response: ServerResponse, status: number, value?: unknown, headers = {}): void {
  const body = value === undefined ? '' : JSON.stringify(value);
  response.writeHead(status, {
    ...headers,
    ...(body !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

/** Refuses a call in Desk's words. */
export function refuse(response: ServerResponse, code: Parameters<typeof refusal>[0], headers = {}): void {
  const { status, body } = refusal(code);
  answer(response, status, body, headers);
}
