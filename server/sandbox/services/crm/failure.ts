import type { FastifyReply } from 'fastify';

/** A call that CRM or Bigin refuses. */
export interface CrmRefusal {
  readonly kind: 'refused';
  readonly status: number;
  /** Where Zoho puts the error: at the top of the answer, or in it as the result of the one thing asked. */
  readonly place: 'top' | 'data';
  readonly error: {
    readonly code: string;
    readonly details: Readonly<Record<string, string | number>>;
    readonly message: string;
    readonly status: 'error';
  };
}

function refusal(
  status: number,
  code: string,
  message: string,
  place: CrmRefusal['place'] = 'top',
  details: CrmRefusal['error']['details'] = {},
): CrmRefusal {
  return { kind: 'refused', status, place, error: { code, details, message, status: 'error' } };
}

/** Codes, statuses and words of the seeds 001 and 002; for what those leave open, Zoho's codes with words of our own. */
export const refusals = {
  invalidToken: refusal(401, 'INVALID_TOKEN', 'invalid oauth token'),
  scopeMismatch: refusal(401, 'OAUTH_SCOPE_MISMATCH', 'Unauthorized'),
  invalidModule: refusal(400, 'INVALID_MODULE', 'The module name given seems to be invalid'),
  closedModule: refusal(400, 'INVALID_MODULE', 'The given module is not supported in API'),
  invalidUrl: refusal(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one'),
  invalidMethod: refusal(400, 'INVALID_REQUEST_METHOD', 'The http request method type is not a valid one'),
  invalidRecord: refusal(400, 'INVALID_DATA', 'the related id given seems to be invalid'),
  noPermission: refusal(403, 'NO_PERMISSION', 'Permission denied to upload attachment'),
  notPrivileged: refusal(400, 'AUTHORIZATION_FAILED', 'User does not have sufficient privilege to upload attachments'),
  invalidFileType: refusal(415, 'INVALID_DATA', 'invalid file type', 'data'),
  fileTooLarge: refusal(
    415,
    'FILE_SIZE_MORE_THAN_ALLOWED_SIZE',
    'please check if the file size is in the correct range',
    'data',
  ),
  nameTooLong: refusal(400, 'INVALID_DATA', 'the file name is too long', 'data'),
  invalidLink: refusal(400, 'INVALID_DATA', 'the link given seems to be invalid', 'data'),
  noFile: refusal(400, 'MANDATORY_NOT_FOUND', 'required field not found', 'data', { api_name: 'file' }),
  invalidAttachment: refusal(400, 'INVALID_DATA', 'the id given seems to be invalid', 'data'),
  linkHasNoContent: refusal(400, 'INVALID_DATA', 'a link attachment cannot be downloaded'),
  tooManyRequests: refusal(429, 'TOO_MANY_REQUESTS', 'the number of calls at once is above your limit'),
  internalError: refusal(500, 'INTERNAL_ERROR', 'Internal Server Error'),
} as const;

/** INVALID_DATA for a parameter of the query. */
export function invalidParameter(name: string): CrmRefusal {
  return refusal(400, 'INVALID_DATA', 'the value of a parameter is invalid', 'top', { param_name: name });
}

export function refuse(reply: FastifyReply, { status, place, error }: CrmRefusal): FastifyReply {
  return reply.code(status).send(place === 'top' ? error : { data: [error] });
}
