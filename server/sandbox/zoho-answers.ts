import type { Switches, Verdict } from './browser/page-contract.ts';

/**
 * The shapes in which `ZOHODESK.request` hands an answer to the widget (seen in public extensions; Zoho documents
 * no more than the outer object).
 */

/** What the service behind a call answered. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
  /** The `Retry-After` header. */
  readonly retryAfter?: string;
}

/** A successful call through the connection: a string in which the body is two objects deep. */
export function connectedAnswer(answer: ServiceAnswer, bodyShape: Switches['bodyShape']): string {
  return outer(answer, answer.status === 204 ? '' : nested('true', answer, bodyShape));
}

/** The same with `responseType: 'json'`: an object. */
export function connectedJsonAnswer(answer: ServiceAnswer): unknown {
  return {
    data: { status: 'true', statusMessage: parsed(answer.body) },
    statusCode: answer.status,
    responseHeaders: headersOf(answer),
  };
}

/** Any answer without a connection, 4xx and 5xx too: a string with the raw body one object deep. */
export function directAnswer(answer: ServiceAnswer): string {
  return outer(answer, answer.body);
}

/** A failed call through the connection. */
export function failedAnswer(answer: ServiceAnswer, shape: Switches['failureShape']): Verdict {
  const errorMessage = messageOf(answer);
  switch (shape) {
    case 'rejects-text':
      return { kind: 'rejected', value: JSON.stringify({ status: 'false', statusMessage: answer.body }) };
    case 'rejects-errMsg':
      return { kind: 'rejected', value: { errMsg: errorMessage } };
    case 'resolves-false':
      return { kind: 'resolved', value: outer(answer, nested('false', answer, 'object')) };
    case 'resolves-failure':
      return { kind: 'resolved', value: { status: 'failure', errorMessage } };
    case 'resolves-failure-inside':
      return { kind: 'resolved', value: outer(answer, JSON.stringify({ status: 'failure', errorMessage })) };
    case 'resolves-status':
      return { kind: 'resolved', value: directAnswer(answer) };
  }
}

function outer(answer: ServiceAnswer, response: string): string {
  return JSON.stringify({ response, statusCode: answer.status, responseHeaders: headersOf(answer) });
}

function nested(status: 'true' | 'false', { body }: ServiceAnswer, shape: Switches['bodyShape']): string {
  return JSON.stringify({ status, statusMessage: shape === 'text' ? body : parsed(body) });
}

function headersOf({ retryAfter }: ServiceAnswer): Record<string, string> {
  return retryAfter === undefined ? {} : { 'retry-after': retryAfter };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function messageOf({ body, status }: ServiceAnswer): string {
  const value = parsed(body);
  const message = typeof value === 'object' && value !== null && 'message' in value ? value.message : undefined;
  return typeof message === 'string' ? message : `The service answered with status ${status}`;
}
