import * as z from 'zod';
import { OmsAuthFailure, OmsPutAnswer, OmsPutFailure, omsPaths } from '../../../contract/oms.ts';
import { Pass, passSecretHeader } from '../../../contract/pass.ts';
import { LoginRequest, PassRequest, PutForm, PutRequest } from '../oms-requests.ts';
import { type DocumentedAnswer, idempotencyHeaders, json, type Operation, retryAfter } from './operation.ts';

/** What a caller of the OMS contract is given. */
const LoginGrant = z.object({ auth: z.string(), id: z.int() });

const requestId = z.string().optional().describe("The number to look for in the gateway's log.");
const AuthFailure = z.object({ ...OmsAuthFailure.shape, request_id: requestId });
const PutFailure = z.object({ ...OmsPutFailure.shape, request_id: requestId });
const PutAnswer = z.object({ ...OmsPutAnswer.shape, request_id: requestId });

const authFailed = (description: string): DocumentedAnswer => json(description, AuthFailure);
const putFailed = (description: string): DocumentedAnswer => json(description, PutFailure);

const put = {
  path: omsPaths.put,
  group: 'OMS contract',
  auth: 'bearer',
  summary: 'Put files on a ticket',
  description:
    'Every field of the JSON has two names, of which either will do. As a form, the files follow the token and the ' +
    'ticket, and stream through. Needs the scope attachments:write.',
  headers: idempotencyHeaders,
  bodies: { 'application/json': PutRequest, 'multipart/form-data': PutForm },
  answers: {
    200: json('The request was understood. What became of each file stands in results.', PutAnswer),
    400: putFailed('The request cannot be read, holds no file, or names no ticket that there is.'),
    401: putFailed('No token, one that is expired or not ours, or a pass for another ticket.'),
    403: putFailed('The client is blocked, or lacks the scope.'),
    405: putFailed('Neither PUT nor POST.'),
    408: putFailed('The request came too slowly.'),
    413: putFailed('The request is too large.'),
    415: putFailed('The body is encoded in a way that is not accepted.'),
    422: putFailed('The request cannot be done.'),
    429: { ...putFailed('Too many requests.'), headers: retryAfter },
    500: putFailed('A fault of the gateway: its log says more.'),
    503: { ...putFailed('The gateway cannot do this now.'), headers: retryAfter },
  },
} as const satisfies Omit<Operation, 'id' | 'method'>;

/** The calls of the OMS contract. */
export const omsOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: omsPaths.auth,
    id: 'getAuth',
    group: 'OMS contract',
    auth: 'none',
    summary: 'Get a token',
    description:
      'With apikey, token and email: a token for an hour. With the gateway secret in its header, as Zoho sends it for ' +
      'a widget, and a ticket: a pass for a quarter of an hour that opens this ticket alone.',
    headers: z.object({ [passSecretHeader]: z.string().optional().describe('The gateway secret, for a pass.') }),
    query: PassRequest.partial(),
    bodies: { 'application/json': z.union([LoginRequest, PassRequest]) },
    answers: {
      200: json('A pass, or a token.', z.union([Pass, LoginGrant])),
      400: authFailed('A field is missing or not right: code 402.'),
      401: authFailed('Nobody is known by these: code 404.'),
      403: authFailed('The client is blocked: code 500.'),
      405: putFailed('Not by POST.'),
      408: authFailed('The request came too slowly.'),
      429: { ...authFailed('Too many requests, or too many that failed.'), headers: retryAfter },
      500: authFailed('A fault of the gateway: its log says more.'),
      503: { ...authFailed('The gateway cannot do this now.'), headers: retryAfter },
    },
  },
  { ...put, method: 'PUT', id: 'putTicketAttachments' },
  { ...put, method: 'POST', id: 'postTicketAttachments' },
];
