import { describe, expect, it } from 'vitest';
import { bigin } from './bigin.ts';
import { failureOfRecords } from './records-failure.ts';
import { crm } from './zoho-crm.ts';

const context = { product: crm, operation: 'CREATE' } as const;
const answer = (status: number, body: unknown, retryAfter?: string) => ({ status, body, retryAfter, nowMs: 0 });

describe('failureOfRecords', () => {
  it.each([
    [
      'INVALID_MODULE',
      400,
      'The module name given seems to be invalid',
      { kind: 'refused', reason: 'invalid' },
      'API name',
    ],
    [
      'INVALID_MODULE',
      400,
      'The given module is not supported in API',
      { kind: 'refused', reason: 'invalid' },
      'closed',
    ],
    ['INVALID_URL_PATTERN', 404, 'Please check if the URL', { kind: 'refused', reason: 'invalid' }, '"baseUrl"'],
    ['OAUTH_SCOPE_MISMATCH', 401, 'Unauthorized', { kind: 'unauthorized' }, 'ZohoCRM.modules.attachments.CREATE'],
    ['NO_PERMISSION', 403, 'Permission denied', { kind: 'unauthorized' }, 'administrator'],
    ['INTERNAL_ERROR', 500, 'Internal Server Error', { kind: 'unknown' }, 'support'],
    ['INVALID_REQUEST_METHOD', 400, 'The http request', { kind: 'refused', reason: 'invalid' }, '"baseUrl"'],
    ['AUTHORIZATION_FAILED', 400, 'User does not have', { kind: 'unauthorized' }, 'administrator'],
    [
      'INVALID_DATA',
      400,
      'the related id given seems to be invalid',
      { kind: 'refused', reason: 'ticket-not-found' },
      'id',
    ],
    ['INVALID_DATA', 415, 'invalid file type', { kind: 'refused', reason: 'type' }, '.exe'],
    ['INVALID_DATA', 400, 'the link seems invalid', { kind: 'refused', reason: 'invalid' }, 'link'],
    ['FILE_SIZE_MORE_THAN_ALLOWED_SIZE', 415, 'check the size', { kind: 'refused', reason: 'too-large' }, '100 MB'],
    ['INVALID_TOKEN', 401, 'invalid oauth token', { kind: 'unauthorized' }, 'refresh token'],
    ['TOO_MANY_REQUESTS', 429, 'slow down', { kind: 'busy', waitMs: 2000 }, 'later'],
  ])('%s %i "%s"', (code, status, message, expected, resolution) => {
    const fault = { code, details: {}, message, status: 'error' };
    for (const body of [fault, { data: [fault] }]) {
      const failure = failureOfRecords(answer(status, body, '2'), context);
      expect(failure).toMatchObject({ ...expected, status, code, message: expect.stringContaining(message) });
      expect(failure).toMatchObject({ message: expect.stringContaining(resolution) });
    }
  });

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
