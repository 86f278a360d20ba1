import type { FastifyReply } from 'fastify';
import { omsAuthCodes, omsPaths } from '../../contract/oms.ts';
import { failPut, failV1 } from './answers.ts';

/** The gateway's interfaces: each has its own form of an error. */
export type Interface = 'oms-auth' | 'oms-put' | 'v1' | 'operations';

/** @param url of a request, with or without its query */
export function interfaceOf(url: string): Interface {
  const path = url.replace(/[?#].*$/s, '');
  if (path === omsPaths.auth) return 'oms-auth';
  if (path === omsPaths.put) return 'oms-put';
  return path.startsWith('/v1/') ? 'v1' : 'operations';
}

/** Answers an error in the form of the interface that the request speaks. @param waitMs for a `Retry-After` */
export function failAsSpoken(reply: FastifyReply, status: number, message: string, waitMs?: number): FastifyReply {
  if (waitMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(waitMs / 1000)));
  switch (interfaceOf(reply.request.url)) {
    case 'oms-auth':
      return reply.code(status).send({ code: authCodeOf(status), error: message });
    case 'oms-put':
      return failPut(reply, status, message);
    default:
      return failV1(reply, status, message);
  }
}

/** The contract's codes are no statuses: there, 500 says that the client is blocked, and 404 that it is not known. */
function authCodeOf(status: number): number {
  if (status === 400 || status === 413 || status === 415) return omsAuthCodes.invalidData;
  return status === 500 || status === 404 ? 503 : status;
}
