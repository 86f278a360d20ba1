import * as z from 'zod';
import { megabyte } from '../../../contract/limits.ts';
import type { Failure } from '../../../contract/outcome.ts';
import { cut } from '../http-client.ts';
import { failureOfStatus, type ServiceAnswer } from '../service-failure.ts';
import type { RecordsProduct } from './product.ts';

/** An error of CRM or Bigin. */
const Fault = z.object({ code: z.string(), message: z.string().optional() });

/** Where the error stands: at the top, or as the result of the one thing that was asked. */
const InData = z.object({ data: z.tuple([Fault], z.unknown()) });

/** The fault in an answer; `undefined` where it has none, or tells of success. */
export function readFault(body: unknown): z.infer<typeof Fault> | undefined {
  const inData = InData.safeParse(body);
  const fault = inData.success ? inData.data.data[0] : Fault.safeParse(body).data;
  return fault?.code === 'SUCCESS' ? undefined : fault;
}

/** What a failed call of CRM or Bigin means. The code decides where it is known, whatever the status. */
export function failureOfRecords(answer: ServiceAnswer, context: FailureContext): Failure {
  const fault = readFault(answer.body);
  if (!fault)
    return failureOfStatus(answer, { message: `${context.product.name} answered with status ${answer.status}` });
  const { code } = fault;
  const words = (fault.message ?? code).slice(0, 100);
  const known = readCode(code, words, answer.status, context);
  // It says that it failed, so nothing has arrived, even with a status of success.
  if (!known) return failureOfStatus(answer, { message: words, code, as: Math.max(answer.status, 400) });
  return failureOfStatus(answer, { message: cut(`${words} – ${known.resolution}`), code, as: known.status });
}

export interface FailureContext {
  readonly product: Pick<RecordsProduct, 'name' | 'scopePrefix' | 'limits'>;
  /** What the call was for, as the scopes name it. */
  readonly operation: 'READ' | 'CREATE' | 'DELETE';
}

interface Known {
  /** What the code amounts to in terms of HTTP. */
  readonly status: number;
  /** What to do about it. */
  readonly resolution: string;
}

/** The codes of the seeds 001 and 002, with what they say is to be done; and the two that any Zoho interface has. */
function readCode(code: string, words: string, status: number, context: FailureContext): Known | undefined {
  const { product, operation } = context;
  switch (code) {
    case 'INVALID_MODULE':
      return {
        status: 400,
        resolution: /not supported/i.test(words)
          ? 'this module is closed to the API, as Documents and Projects are: use another'
          : 'it is misspelt, removed or hidden from the user of the token: use the API name of a module that user sees',
      };
    case 'INVALID_URL_PATTERN':
      return { status: 400, resolution: 'the address of the call is wrong: check "baseUrl" and "module"' };
    case 'INVALID_REQUEST_METHOD':
      return { status: 400, resolution: 'the address takes no such call: check "baseUrl"' };
    case 'OAUTH_SCOPE_MISMATCH': {
      const scope = `${product.scopePrefix}.modules.attachments.${operation}`;
      return { status: 401, resolution: `the refresh token lacks the scope ${scope}: create another that has it` };
    }
    case 'INVALID_TOKEN':
      return { status: 401, resolution: 'the access token is no longer in force: check the refresh token' };
    case 'NO_PERMISSION':
    case 'AUTHORIZATION_FAILED':
      return {
        status: 403,
        resolution: `${product.name} does not let the user of the token do this: its administrator can`,
      };
    case 'INVALID_DATA':
      if (status === 415 || /file type/i.test(words)) {
        return { status: 415, resolution: 'files of this form (.exe) are not taken' };
      }
      return /\bid\b/i.test(words)
        ? { status: 404, resolution: `${product.name} has nothing with this id there: check module and id` }
        : undefined;
    case 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE':
      return {
        status: 413,
        resolution: `the file is larger than the ${product.limits.fileBytes / megabyte} MB that ${product.name} takes`,
      };
    case 'TOO_MANY_REQUESTS':
      return { status: 429, resolution: 'the organisation has as many calls in flight as it may: try again later' };
    case 'INTERNAL_ERROR':
      return { status: 500, resolution: `${product.name} failed by itself: if it keeps to it, ask Zoho's support` };
    default:
      return undefined;
  }
}
