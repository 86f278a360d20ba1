import type { FastifyReply } from 'fastify';
import { statusOfCode } from '../../../../contract/desk.ts';

/** Desk's usual words for each error code (Zoho's OpenAPI files, where they give any). */
const messages = {
  UNAUTHORIZED: 'You are not authorized to perform this operation.',
  INVALID_OAUTH: 'The OAuth Token you provided is invalid.',
  OAUTH_ORG_MISMATCH: 'The OAuth Token does not belong to the organization.',
  URL_NOT_FOUND: 'The URL you requested could not be found.',
  METHOD_NOT_ALLOWED: 'The HTTP method is not allowed for this URL.',
  RESOURCE_SIZE_EXCEEDED: 'The file exceeds the size limit.',
  UNSUPPORTED_MEDIA_TYPE: 'The content type of the request is not supported.',
  INVALID_DATA: 'The data does not comply to the validation restrictions defined.',
  EMPTY_PAYLOAD: 'The request has no content.',
  UNPROCESSABLE_ENTITY: 'The input does not fulfil the conditions of this operation.',
  TOO_MANY_REQUESTS: 'Too many calls of this organization are in progress.',
  INTERNAL_SERVER_ERROR: 'An internal server error occurred while performing this operation.',
} as const;

/** A call that Desk refuses. */
export interface DeskRefusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly body: {
    readonly errorCode: string;
    readonly message: string;
    readonly errors?: readonly FieldFault[];
  };
}

/** `fieldName` is a JSON pointer. */
export interface FieldFault {
  readonly fieldName: string;
  readonly errorType: 'invalid' | 'duplicate' | 'missing';
  readonly errorMessage: string;
}

export function refusal(code: keyof typeof messages, message: string = messages[code]): DeskRefusal {
  return { kind: 'refused', status: statusOfCode[code] ?? 500, body: { errorCode: code, message } };
}

/** INVALID_DATA, with the field that is wrong. */
export function invalidField(fault: FieldFault): DeskRefusal {
  const { body, ...rest } = refusal('INVALID_DATA');
  return { ...rest, body: { ...body, errors: [fault] } };
}

export function refuse(reply: FastifyReply, { status, body }: DeskRefusal): FastifyReply {
  return reply.code(status).send(body);
}
