import { expect, it } from 'vitest';
import { denialOf } from './grant-denial.ts';

const answer = (status: number | undefined, body: unknown = '<html>', retryAfter?: string) =>
  denialOf({ kind: 'answer', status, body, ...(retryAfter !== undefined && { retryAfter }) }, { 405: 'Ours' }, 0);

it.each([
  [
    { kind: 'timeout', later: new Promise<never>(() => {}) } as const,
    'unavailable',
    'The gateway did not answer in time',
  ],
  [{ kind: 'failure', message: 'no network' } as const, 'unavailable', 'no network'],
  [{ kind: 'failure', message: 'not in whiteListedDomains' } as const, 'unauthorized', 'not in whiteListedDomains'],
])('takes %j for %s', (end, kind, message) => {
  expect(denialOf(end, {}, 0)).toEqual({ kind, message });
});

it.each([
  [400, 'unauthorized'],
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'unavailable'],
  [500, 'unavailable'],
])('takes a page with the status %i for %s', (status, kind) => {
  const message = `The gateway answered with status ${status}, without a pass`;
  expect(answer(status)).toEqual({ kind, message, status });
});

it('has words for an answer without a status', () => {
  const message = 'The gateway answered with status unknown, without a pass';
  expect(answer(undefined)).toEqual({ kind: 'unavailable', message });
});

it.each([
  [{ code: 404, error: 'unknown' }, 'The gateway does not know the credentials: unknown', '404'],
  [{ code: 402, error: '' }, 'The gateway finds the credentials invalid', '402'],
  [{ code: 500 }, 'The gateway has blocked this client', '500'],
  [{ code: 405, error: 'why' }, 'Ours: why', '405'],
])('says what the code of %j means', (body, message, code) => {
  expect(answer(401, body)).toEqual({ kind: 'unauthorized', message, status: 401, code });
});

it("leaves the gateway's own words where the code means nothing, and tells its request id", () => {
  expect(answer(500, { code: 999, error: 'Internal error', request_id: 'r1' })).toEqual({
    kind: 'unavailable',
    message: 'Internal error',
    status: 500,
    requestId: 'r1',
  });
});

it('waits as it is asked to', () => {
  const busy = { kind: 'busy', message: 'The gateway is busy', status: 429 };
  expect(answer(429, {}, '30')).toEqual({ ...busy, waitMs: 30_000 });
  expect(answer(429, {})).toEqual(busy);
});
