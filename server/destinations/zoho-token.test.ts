import { describe, expect, it } from 'vitest';
import type { HttpEnd } from './http-client.ts';
import { answerOf, openToken } from './token-setting.suite.ts';
import { createZohoToken } from './zoho-token.ts';

const credentials = { clientId: 'c-id', clientSecret: 'c-secret', refreshToken: 'r-token' };

const setUp = (...answers: readonly HttpEnd[]) =>
  openToken((http, parts) => createZohoToken('https://accounts.zoho.eu', credentials, http, parts), answers);
const grant = (value: string, more: object = {}) => answerOf({ access_token: value, ...more });

describe("an access token of Zoho's", () => {
  it('is asked for with the refresh token, in the body alone', async () => {
    const { get, calls } = setUp(grant('a-1', { api_domain: 'https://www.zohoapis.eu' }));
    expect(await get()).toEqual({ kind: 'token', value: 'a-1', apiDomain: 'https://www.zohoapis.eu' });
    const [call] = calls;
    expect([call?.method, call?.url.href, call?.signal.aborted]).toEqual([
      'POST',
      'https://accounts.zoho.eu/oauth/v2/token',
      false,
    ]);
    expect(Object.fromEntries(new URLSearchParams(String(call?.body?.tail)))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r-token',
      client_id: 'c-id',
      client_secret: 'c-secret',
    });
  });

  it.each([
    ['an hour where no life is told', {}, 55 * 60_000],
    ['as long as told, less five minutes', { expires_in: 1200 }, 15 * 60_000],
    ['half its life where that is short', { expires_in: 300 }, 150_000],
  ])('is held for %s', async (_, life, heldMs) => {
    const { get, calls, advance } = setUp(grant('a-1', life), grant('a-2'));
    await get();
    advance(heldMs - 1);
    expect(await get()).toEqual({ kind: 'token', value: 'a-1' });
    advance(1);
    expect(await get()).toEqual({ kind: 'token', value: 'a-2' });
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['an empty token', { access_token: '' }],
    ['a token without life', { access_token: 'a', expires_in: 0 }],
    ['nothing of the kind', {}],
    ['a page', '<html>'],
  ])('is not got from %s', async (_, body) => {
    const { get, calls } = setUp(answerOf(body), grant('a-2'));
    const message = 'Zoho Accounts answered with status 200 and no token';
    expect(await get()).toEqual({ kind: 'failed', outcome: { kind: 'unavailable', message, status: 200 } });
    expect(await get()).toMatchObject({ value: 'a-2' });
    expect(calls).toHaveLength(2);
  });

  it('is got though its interface is named in no way', async () => {
    expect(await setUp(grant('a-1', { api_domain: 7 })).get()).toEqual({ kind: 'token', value: 'a-1' });
    expect(await setUp(grant('a-1', { api_domain: '' })).get()).toEqual({ kind: 'token', value: 'a-1' });
  });

  it.each([
    ['429', answerOf('', 429), 429],
    ['its own words', answerOf({ error: 'Access Denied' }, 400), 400],
  ])('is not asked for again for a minute after too many, told by %s', async (_, end, status) => {
    const { get, calls, advance } = setUp(end, grant('a-2'));
    const message = 'Zoho Accounts gives no further access tokens for the moment';
    expect(await get()).toEqual({ kind: 'failed', outcome: { kind: 'busy', message, waitMs: 60_000, status } });
    advance(59_999);
    expect(await get()).toMatchObject({ outcome: { waitMs: 1 } });
    expect(calls).toHaveLength(1);
    advance(1);
    expect(await get()).toMatchObject({ value: 'a-2' });
  });

  it.each([200, 400, 499])('is refused for a minute, with status %i', async (status) => {
    const { get, calls, advance } = setUp(answerOf({ error: 'invalid_code' }, status), grant('a-2'));
    const message = 'Zoho Accounts refuses the refresh token: invalid_code';
    const refused = { kind: 'failed', outcome: { kind: 'unauthorized', message, status, code: 'invalid_code' } };
    expect(await get()).toEqual(refused);
    advance(59_999);
    expect(await get()).toEqual(refused);
    expect(calls).toHaveLength(1);
    advance(1);
    expect(await get()).toMatchObject({ value: 'a-2' });
  });

  it.each([
    [{ error: 'invalid_code' }, 500],
    [{ error: '' }, 400],
  ])('is not refused by %j with status %i', async (body, status) => {
    const message = `Zoho Accounts answered with status ${status} and no token`;
    expect(await setUp(answerOf(body, status)).get()).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message, status },
    });
  });

  it('has long words of a refusal cut', async () => {
    const reading = await setUp(answerOf({ error: 'x'.repeat(300) })).get();
    expect(reading.kind === 'failed' && 'code' in reading.outcome && reading.outcome.code?.length).toBe(256);
  });

  it.each<[string, HttpEnd]>([
    ['Zoho Accounts could not be reached', { kind: 'failed', sent: 'nothing', message: 'could not be reached' }],
    ['The call to Zoho Accounts was stopped', { kind: 'aborted', sent: 'all' }],
  ])('is asked for again at once without an answer: %s', async (message, end) => {
    const { get, calls } = setUp(end, grant('a-2'));
    expect(await get()).toEqual({ kind: 'failed', outcome: { kind: 'unavailable', message } });
    expect(await get()).toMatchObject({ value: 'a-2' });
    expect(calls).toHaveLength(2);
  });
});
