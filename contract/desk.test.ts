import { describe, expect, it } from 'vitest';
import { accountsOrigin, DeskAttachment, dataCentres, deskOrigin, outcomeOfDeskFailure, statusOfCode } from './desk.ts';

const failed = (status: number | undefined, body: unknown, retryAfter?: string) =>
  outcomeOfDeskFailure({ status, body, retryAfter, nowMs: 0 });

describe('outcomeOfDeskFailure', () => {
  it.each([
    ['UNAUTHORIZED', 'unauthorized'],
    ['INVALID_OAUTH', 'unauthorized'],
    ['SCOPE_MISMATCH', 'unauthorized'],
    ['OAUTH_ORG_MISMATCH', 'unauthorized'],
    ['FORBIDDEN', 'unauthorized'],
    ['LICENSE_ACCESS_LIMITED', 'unauthorized'],
    ['URL_NOT_FOUND', 'refused'],
    ['METHOD_NOT_ALLOWED', 'refused'],
    ['RESOURCE_SIZE_EXCEEDED', 'refused'],
    ['UNSUPPORTED_MEDIA_TYPE', 'refused'],
    ['INVALID_DATA', 'refused'],
    ['EMPTY_PAYLOAD', 'refused'],
    ['UNPROCESSABLE_ENTITY', 'refused'],
    ['TOO_MANY_REQUESTS', 'busy'],
    ['THRESHOLD_EXCEEDED', 'busy'],
    ['INTERNAL_SERVER_ERROR', 'unknown'],
  ])('reads the code %s as %s, with or without its status', (errorCode, kind) => {
    const body = { errorCode, message: 'words of Desk' };
    for (const status of [statusOfCode[errorCode], undefined, 200]) {
      expect(failed(status, body)).toMatchObject({ kind, message: 'words of Desk' });
    }
  });

  it.each([
    [400, 'refused'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'refused'],
    [408, 'unknown'],
    [409, 'refused'],
    [413, 'refused'],
    [415, 'refused'],
    [422, 'refused'],
    [429, 'busy'],
    [500, 'unknown'],
    [502, 'unknown'],
    [200, 'unknown'],
    [undefined, 'unknown'],
  ])('reads status %s with a body that says nothing as %s', (status, kind) => {
    expect(failed(status, '<html>Bad gateway</html>').kind).toBe(kind);
    expect(failed(status, undefined).kind).toBe(kind);
  });

  it('goes by the status where the code is none of Desk’s', () => {
    for (const errorCode of ['SOMETHING_NEW', 'constructor', '__proto__']) {
      expect(failed(401, { errorCode })).toMatchObject({ kind: 'unauthorized', code: errorCode });
    }
  });

  it('says why a file is refused', () => {
    expect(failed(413, {})).toMatchObject({ reason: 'too-large' });
    expect(failed(415, {})).toMatchObject({ reason: 'type' });
    expect(failed(404, {})).toMatchObject({ reason: 'ticket-not-found' });
  });

  it('waits as told, and says nothing of a wait that was not told', () => {
    expect(failed(429, {}, '7')).toMatchObject({ kind: 'busy', waitMs: 7000 });
    expect(failed(429, {})).not.toHaveProperty('waitMs');
  });

  it("keeps Desk's words for each field", () => {
    const body = {
      errorCode: 'UNPROCESSABLE_ENTITY',
      message: 'The data is invalid',
      errors: [{ fieldName: '/file', errorType: 'invalid', errorMessage: 'File type is blocked' }],
    };
    expect(failed(422, body)).toMatchObject({
      message: 'The data is invalid – /file: File type is blocked',
      code: 'UNPROCESSABLE_ENTITY',
      status: 422,
    });
  });
});

describe('DeskAttachment', () => {
  it("reads Desk's size, a string of bytes", () => {
    const read = DeskAttachment.parse({ id: '1', name: 'a', size: '541', createdTime: '2026-01-01T00:00:00.000Z' });
    expect(read.size).toBe(541);
  });
});

describe('data centres', () => {
  it('have a Desk host and an accounts host each', () => {
    expect(dataCentres.map(deskOrigin)).toContain('https://desk.zoho.com.au');
    expect(deskOrigin('ca')).toBe('https://desk.zohocloud.ca');
    expect(accountsOrigin('ca')).toBe('https://accounts.zohocloud.ca');
    expect(accountsOrigin('eu')).toBe('https://accounts.zoho.eu');
  });
});
