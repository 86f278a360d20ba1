import { expect, it } from 'vitest';
import { outcomeOfUpload } from './desk-outcome.ts';

const answer = (status: number | undefined, body: unknown) => outcomeOfUpload({ kind: 'answer', status, body }, 0);
const failure = (message: string) => outcomeOfUpload({ kind: 'failure', message }, 0);

it.each([
  [200, { id: '7', name: 'a' }, { kind: 'delivered', attachmentId: '7' }],
  [undefined, { id: '7' }, { kind: 'delivered', attachmentId: '7' }],
  [201, undefined, { kind: 'delivered' }],
  [200, {}, { kind: 'delivered' }],
])('takes %j %j for delivered', (status, body, outcome) => {
  expect(answer(status, body)).toEqual(outcome);
});

it.each([
  [200, '<html>sign in</html>', 'unknown'],
  [undefined, {}, 'unknown'],
  [undefined, { id: 7 }, 'unknown'],
  [502, '<html>Bad gateway</html>', 'unknown'],
  [500, { errorCode: 'INTERNAL_SERVER_ERROR' }, 'unknown'],
  [400, { message: 'The connection is not authorized' }, 'unauthorized'],
  [400, 'nonsense', 'unavailable'],
  [404, undefined, 'unavailable'],
  [401, undefined, 'unauthorized'],
  [403, { errorCode: 'FORBIDDEN' }, 'unauthorized'],
  [200, { errorCode: 'SCOPE_MISMATCH' }, 'unauthorized'],
  [200, { errorCode: 'UNPROCESSABLE_ENTITY' }, 'refused'],
  [404, { errorCode: 'URL_NOT_FOUND' }, 'refused'],
  [415, { errorCode: 'UNSUPPORTED_MEDIA_TYPE' }, 'refused'],
  [429, 'slow down', 'busy'],
] as const)('takes %j %j for %s', (status, body, kind) => {
  expect(answer(status, body).kind).toBe(kind);
});

it('knows the code of a service that says itself that it failed', () => {
  expect(answer(500, { errorCode: 'INTERNAL_SERVER_ERROR', message: 'Oops' })).toEqual({
    kind: 'unknown',
    message: 'Oops',
    status: 500,
    code: 'INTERNAL_SERVER_ERROR',
  });
});

it.each([
  'No entry found in plugin-manifest whiteListedDomains for https://x',
  'The connection is not authorized',
  'User has not been authorised for this connection',
  'Connection anexodesk has been revoked',
  'Connection does not exist',
  'No connection "anexodesk"',
  'INVALID OAUTH TOKEN',
  // The widget's own words for a page of CRM's or Bigin's that takes no files.
  'Not permitted: the SDK of this page has no API.attachFile',
])('takes "%s" for unauthorized', (message) => {
  expect(failure(message)).toEqual({ kind: 'unauthorized', message });
});

it.each(['Desk did not answer', 'Network failure', 'The connector gave no answer that can be read'])(
  'does not know what "%s" means for the file',
  (message) => {
    expect(failure(message)).toEqual({ kind: 'unknown', message });
  },
);

it('says that Desk did not say, with the status where there is one', () => {
  const message = 'Desk did not say if it stored the file';
  expect(answer(200, 'hello')).toEqual({ kind: 'unknown', message, status: 200 });
  expect(answer(undefined, {})).toEqual({ kind: 'unknown', message });
});

it('takes nothing beyond a 2xx for success', () => {
  expect(answer(300, { id: '7' }).kind).not.toBe('delivered');
  expect(answer(299, { id: '7' }).kind).toBe('delivered');
  expect(answer(199, {}).kind).not.toBe('delivered');
});

it('repeats no more than the beginning of a page of somebody else', () => {
  const text = 'x'.repeat(300);
  const begins = 'The connector answered with status 400: ';
  expect(answer(400, text)).toEqual({ kind: 'unavailable', message: `${begins}${'x'.repeat(256)}`, status: 400 });
  const { message } = { message: '', ...answer(400, { text }) };
  expect(message).toBe(`${begins}{"text":"${'x'.repeat(247)}`);
  expect(answer(400, undefined)).toMatchObject({ message: `${begins}""` });
});

it('keeps the status and the code of a failure', () => {
  const told = { message: 'Oops', status: 500, code: 'X1' };
  expect(outcomeOfUpload({ kind: 'failure', ...told }, 0)).toEqual({ kind: 'unknown', ...told });
});

it.each([
  'Not Authorized',
  'not been authorised',
  'unauthorised',
  'UNAUTHORIZED',
  'oauthtoken is bad',
  'Access denied',
])('takes %j for unauthorized, however it is spelt', (message) => {
  expect(failure(message).kind).toBe('unauthorized');
});
