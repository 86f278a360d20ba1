import { describe, expect, it } from 'vitest';
import {
  accountsOrigin,
  DeskAttachment,
  DeskAttachmentList,
  dataCentres,
  deskOrigin,
  outcomeOfDeskFailure,
  statusOfCode,
} from './desk.ts';

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
    [405, 'refused'],
    [408, 'unknown'],
    [399, 'unknown'],
    [418, 'refused'],
    [499, 'refused'],
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
    for (const status of [400, 405, 422, 418]) expect(failed(status, {})).toMatchObject({ reason: 'invalid' });
  });

  it('says no more than was told', () => {
    expect(failed(undefined, {})).toStrictEqual({ kind: 'unknown', message: 'Desk answered with status unknown' });
    expect(failed(302, 'x')).toStrictEqual({ kind: 'unknown', message: 'Desk answered with status 302' });
    expect(failed(500, 'x')).toStrictEqual({ kind: 'unknown', status: 500, message: 'Desk answered with status 500' });
    expect(failed(404, { errorCode: 'URL_NOT_FOUND' })).toStrictEqual({
      kind: 'refused',
      reason: 'ticket-not-found',
      status: 404,
      code: 'URL_NOT_FOUND',
      message: 'URL_NOT_FOUND',
    });
    expect(failed(undefined, { errorCode: '', message: '' })).toMatchObject({
      message: 'Desk answered with status unknown',
    });
  });

  it('goes by the code where the status says something else', () => {
    expect(failed(500, { errorCode: 'INVALID_DATA' })).toMatchObject({ kind: 'refused', status: 500 });
    expect(failed(200, { errorCode: 'toString' }).kind).toBe('unknown');
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

  it.each([
    [{ fieldName: '/file', errorType: 'invalid' }, 'Invalid – /file: invalid'],
    [{ errorMessage: 'Too big' }, 'Invalid – Too big'],
    [{ fieldName: '/file' }, 'Invalid – /file'],
    [{}, 'Invalid'],
  ])('makes of the field %j the words %j', (error, message) => {
    const body = { errorCode: 'INVALID_DATA', message: 'Invalid', errors: [error] };
    expect(failed(422, body).kind).toBe('refused');
    expect(failed(422, body)).toMatchObject({ message });
  });

  it('does not read what only looks like a failure', () => {
    for (const body of [{ errorCode: 5 }, { errorCode: 'INVALID_DATA', errors: 'many' }, { message: 'INVALID_DATA' }]) {
      expect(failed(500, body)).toEqual({ kind: 'unknown', status: 500, message: 'Desk answered with status 500' });
    }
  });
});

describe('DeskAttachment', () => {
  const least = { id: '1', name: 'a', size: 541, createdTime: '2026-01-01T00:00:00.000Z' };

  it('keeps who put it there, and whether the customer sees it', () => {
    const full = {
      ...least,
      isPublic: true,
      creatorId: '7',
      creator: { firstName: 'Ana', lastName: null },
      href: 'https://desk.zoho.com/api/v1/tickets/1/attachments/1/content',
    };
    expect(DeskAttachmentList.parse({ data: [full] })).toEqual({ data: [full] });
    expect(DeskAttachment.parse({ ...least, creatorId: null, creator: null })).toMatchObject({ creator: null });
  });

  it('is read although its creator makes no sense', () => {
    expect(DeskAttachment.parse({ ...least, creator: 'Ana' }).creator).toBeUndefined();
    expect(DeskAttachment.parse({ ...least, creator: { firstName: 1, lastName: {} } }).creator).toEqual({
      firstName: undefined,
      lastName: undefined,
    });
  });

  it.each(['id', 'name', 'size', 'createdTime'])('needs %s', (field) => {
    expect(DeskAttachment.safeParse({ ...least, [field]: undefined }).success).toBe(false);
  });

  it.each(['isPublic', 'creatorId', 'href'])('is none with %s of another type', (field) => {
    expect(DeskAttachment.safeParse({ ...least, [field]: 5 }).success).toBe(false);
  });

  it('comes in a list', () => {
    for (const body of [{}, { data: least }, [least]]) expect(DeskAttachmentList.safeParse(body).success).toBe(false);
  });

  it("reads Desk's size, a string of bytes", () => {
    const read = DeskAttachment.parse({ id: '1', name: 'a', size: '541', createdTime: '2026-01-01T00:00:00.000Z' });
    expect(read.size).toBe(541);
  });
});

describe('data centres', () => {
  it('have a Desk host and an accounts host each', () => {
    expect(dataCentres.map(deskOrigin)).toEqual([
      'https://desk.zoho.com',
      'https://desk.zoho.eu',
      'https://desk.zoho.in',
      'https://desk.zoho.com.au',
      'https://desk.zoho.jp',
      'https://desk.zoho.com.cn',
      'https://desk.zoho.sa',
      'https://desk.zoho.sg',
      'https://desk.zoho.ae',
      'https://desk.zohocloud.ca',
    ]);
    expect(deskOrigin('ca')).toBe('https://desk.zohocloud.ca');
    expect(accountsOrigin('ca')).toBe('https://accounts.zohocloud.ca');
    expect(accountsOrigin('eu')).toBe('https://accounts.zoho.eu');
  });
});
