import { describe, expect, it } from 'vitest';
import { bigin } from './bigin.ts';
import { failureOfRecords } from './records-failure.ts';
import { crm } from './zoho-crm.ts';

const context = { product: crm, operation: 'CREATE' } as const;
const answer = (status: number, body: unknown, retryAfter?: string) => ({ status, body, retryAfter, nowMs: 0 });

/** What each code of the seeds 001 and 002 says, what that means, and what it tells to do. */
describe.each([
  { product: crm, name: 'CRM', scope: 'ZohoCRM', size: '100 MB' },
  { product: bigin, name: 'Bigin', scope: 'ZohoBigin', size: '20 MB' },
] as const)('failureOfRecords of $name', ({ product, name, scope, size }) => {
  const invalid = { kind: 'refused', reason: 'invalid' };
  const unauthorized = { kind: 'unauthorized' };
  const notAllowed = `${name} does not let the user of the token do this: its administrator can`;

  it.each([
    [
      'INVALID_MODULE',
      400,
      'The module name given seems to be invalid',
      invalid,
      'it is misspelt, removed or hidden from the user of the token: use the API name of a module that user sees',
    ],
    [
      'INVALID_MODULE',
      400,
      'The given module is not supported in API',
      invalid,
      'this module is closed to the API, as Documents and Projects are: use another',
    ],
    [
      'INVALID_URL_PATTERN',
      404,
      'Please check if the URL trying to access is a correct one',
      invalid,
      'the address of the call is wrong: check "baseUrl" and "module"',
    ],
    [
      'OAUTH_SCOPE_MISMATCH',
      401,
      'Unauthorized',
      unauthorized,
      `the refresh token lacks the scope ${scope}.modules.attachments.CREATE: create another that has it`,
    ],
    ['NO_PERMISSION', 403, 'Permission denied to upload attachment', unauthorized, notAllowed],
    [
      'INTERNAL_ERROR',
      500,
      'Internal Server Error',
      { kind: 'unknown' },
      `${name} failed by itself: if it keeps to it, ask Zoho's support`,
    ],
    [
      'INVALID_REQUEST_METHOD',
      400,
      'The http request method type is not a valid one',
      invalid,
      'the address takes no such call: check "baseUrl"',
    ],
    [
      'AUTHORIZATION_FAILED',
      400,
      'User does not have sufficient privilege to upload attachments',
      unauthorized,
      notAllowed,
    ],
    [
      'INVALID_DATA',
      400,
      'the related id given seems to be invalid',
      { kind: 'refused', reason: 'ticket-not-found' },
      `${name} has nothing with this id there: check module and id`,
    ],
    [
      'INVALID_DATA',
      415,
      'invalid file type',
      { kind: 'refused', reason: 'type' },
      'files of this form (.exe) are not taken',
    ],
    [
      'FILE_SIZE_MORE_THAN_ALLOWED_SIZE',
      415,
      'please check if the file size is in the correct range',
      { kind: 'refused', reason: 'too-large' },
      `the file is larger than the ${size} that ${name} takes`,
    ],
    [
      'INVALID_TOKEN',
      401,
      'invalid oauth token',
      unauthorized,
      'the access token is no longer in force: check the refresh token',
    ],
    [
      'TOO_MANY_REQUESTS',
      429,
      'slow down',
      { kind: 'busy', waitMs: 2000 },
      'the organisation has as many calls in flight as it may: try again later',
    ],
  ])('%s %i "%s"', (code, status, message, expected, resolution) => {
    const fault = { code, details: {}, message, status: 'error' };
    for (const body of [fault, { data: [fault] }]) {
      const failure = failureOfRecords(answer(status, body, '2'), { product, operation: 'CREATE' });
      expect(failure).toMatchObject({ ...expected, status, code, message: `${message} – ${resolution}` });
    }
  });

  it('has only the words of the service for what is wrong with a link', () => {
    const fault = { code: 'INVALID_DATA', message: 'the link seems invalid' };
    const failure = failureOfRecords(answer(400, fault), { product, operation: 'CREATE' });
    expect(failure).toMatchObject({ ...invalid, status: 400, code: fault.code, message: fault.message });
  });
});

describe('failureOfRecords', () => {
  it('names the product and what was to be done', () => {
    const failure = failureOfRecords(answer(401, { code: 'OAUTH_SCOPE_MISMATCH' }), {
      product: bigin,
      operation: 'READ',
    });
    expect(failure).toMatchObject({ message: expect.stringContaining('ZohoBigin.modules.attachments.READ') });
  });

  it('tells a file of a wrong type by the status alone, and says what is wrong with an id', () => {
    const invalid = (status: number, message: string) =>
      failureOfRecords(answer(status, { code: 'INVALID_DATA', message }), context);
    expect(invalid(415, 'not taken')).toMatchObject({ kind: 'refused', reason: 'type' });
    expect(invalid(400, 'the id is wrong')).toMatchObject({
      message: 'the id is wrong – CRM has nothing with this id there: check module and id',
    });
  });

  it('says what is known where the answer says nothing', () => {
    expect(failureOfRecords(answer(418, '<html>'), context)).toMatchObject({
      kind: 'refused',
      message: 'CRM answered with status 418',
    });
  });

  it('cuts words without end, and keeps what is to be done', () => {
    const failure = failureOfRecords(answer(403, { code: 'NO_PERMISSION', message: 'x'.repeat(9999) }), context);
    expect(failure).toMatchObject({ message: expect.stringMatching(/^x{100} – .*administrator/) });
  });
});
