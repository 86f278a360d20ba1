import type { FastifyReply } from 'fastify';
import type * as z from 'zod';
import type { Failure, RefusalReason } from '../../../contract/outcome.ts';
import type { V1Failure, ValueProblem } from '../../../contract/v1-messages.ts';
import { scannerCode } from '../finding-words.ts';
import type { Scrub } from '../scrub.ts';

/** What a call of `/v1` is answered with. */
export type V1Answer =
  | { readonly kind: 'value'; readonly status: 200 | 201; readonly value: unknown }
  | { readonly kind: 'done' }
  | Problem;

/** A call that was not done. */
export interface Problem {
  readonly kind: 'problem';
  readonly status: ProblemStatus;
  readonly detail: string | readonly ValueProblem[];
  /** In seconds, where it is known how long to wait. */
  readonly retryAfter?: number;
}

const problemStatuses = [400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 501, 502, 503, 504] as const;
export type ProblemStatus = (typeof problemStatuses)[number];

export function isProblemStatus(status: number): status is ProblemStatus {
  return problemStatuses.some((one) => one === status);
}

/** @param waitMs when to come back, in milliseconds */
export function problem(status: ProblemStatus, detail: Problem['detail'], waitMs?: number): Problem {
  return { kind: 'problem', status, detail, ...(waitMs !== undefined && { retryAfter: Math.ceil(waitMs / 1000) }) };
}

export const notFound = {
  ticket: problem(404, 'Ticket not found'),
  attachment: problem(404, 'Attachment not found'),
} as const;

/** What is wrong with single values, as TopTickets tells it (FastAPI's form). @param part of the request that they are in */
export function valueProblem(part: 'query' | 'body', { issues }: z.core.$ZodError): Problem {
  return problem(
    422,
    issues.map(({ path, message, code }) => ({
      loc: [part, ...path.map((step) => (typeof step === 'number' ? step : String(step)))],
      msg: message,
      type: code,
    })),
  );
}

/** What the failure of a call that brings nothing means for the caller. */
export function problemOfAsking(failure: Failure, scrub: Scrub): Problem {
  const refused = failure.kind === 'refused' && failure.reason !== 'ticket-not-found';
  return problemOf(refused ? { ...failure, reason: 'invalid', status: 422 } : failure, scrub);
}

/**
 * What a destination's failure means for a caller who brings something. Its trouble with the gateway's credentials is
 * not the caller's.
 */
export function problemOf(failure: Failure, scrub: Scrub): Problem {
  const detail = 'message' in failure ? scrub(failure.message) : 'The caller went away';
  switch (failure.kind) {
    case 'refused': {
      const [usual, ...others] = statusesOfReason[failure.reason];
      return problem(others.find((one) => one === failure.status) ?? usual, detail);
    }
    case 'busy':
      return problem(429, detail, failure.waitMs);
    case 'unavailable':
      return problem(failure.code === scannerCode ? 503 : 502, detail);
    case 'unauthorized':
    case 'cancelled':
      return problem(502, detail);
    case 'unknown':
      return problem(504, detail);
  }
}

/** The status for each reason, whatever the service's own; and others that say more where they were given. */
const statusesOfReason: { readonly [reason in RefusalReason]: readonly [ProblemStatus, ...ProblemStatus[]] } = {
  empty: [400],
  'too-large': [413],
  type: [415],
  name: [422],
  content: [415, 422],
  'ticket-not-found': [404],
  invalid: [422, 400, 409],
};

export function send(reply: FastifyReply, answer: V1Answer): FastifyReply {
  switch (answer.kind) {
    case 'value':
      return reply.code(answer.status).send(answer.value);
    case 'done':
      return reply.code(204).send();
    case 'problem': {
      const { status, detail, retryAfter } = answer;
      if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
      const body: V1Failure = {
        detail: typeof detail === 'string' ? detail : [...detail],
        request_id: reply.request.id,
      };
      return reply.code(status).send(body);
    }
  }
}
