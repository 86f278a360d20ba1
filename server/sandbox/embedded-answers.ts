import type { Switches, Verdict } from './browser/page-contract.ts';
import type { ServiceAnswer } from './zoho-answers.ts';

/** The shapes in which the SDK for embedded apps hands answers to the widget (Zoho's guide, and widgets that run). */

/** The answer of a function of the API: the service's own body; a record without attachments answers in words. */
export function apiAnswer(answer: ServiceAnswer, shape: Switches['embeddedFailure']): Verdict {
  if (answer.status === 204) return resolved({ status: 204, statusText: 'No Content' });
  const body = parsed(answer.body);
  if (answer.status < 400) return resolved(body);
  const error = typeof body === 'object' && body !== null && 'data' in body ? firstOf(body.data) : body;
  return failed(error, shape);
}

/** A failed call: it resolves all the same, with the error as a result, or it rejects. */
export function failed(error: unknown, shape: Switches['embeddedFailure']): Verdict {
  return shape === 'resolves' ? resolved({ data: [error] }) : { kind: 'rejected', value: error };
}

/** The answer of `CONNECTION.invoke`: the HTTP status does not come along. */
export function connectionAnswer({ status, body }: ServiceAnswer): Verdict {
  return resolved({
    code: 'SUCCESS',
    details: { statusMessage: parsed(body), status: status < 400 ? 'true' : 'false' },
    message: 'Connection invoked successfully',
    status: 'success',
  });
}

/** A connection that is not there, or that nobody has authorised. */
export function noConnection(name: string, shape: Switches['embeddedFailure']): Verdict {
  const error = { code: 'FAILURE', message: `The connection ${name} is not authorized`, status: 'error' };
  return shape === 'resolves' ? resolved(error) : { kind: 'rejected', value: { message: error.message } };
}

export function resolved(value: unknown): Verdict {
  return { kind: 'resolved', value };
}

function firstOf(data: unknown): unknown {
  return Array.isArray(data) ? data[0] : data;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
