import { describe, expect, it } from 'vitest';
import { omsAuthCodes } from '../../contract/oms.ts';
import type { HttpEnd } from './http-client.ts';
import { createOmsToken } from './oms-token.ts';
import { answerOf, openToken } from './token-setting.suite.ts';

const credentials = { apikey: 'o-key', token: 'o-token', email: 'a@example.com' };

const setUp = (...answers: readonly HttpEnd[]) =>
  openToken((http, parts) => createOmsToken('https://oms.example.com', credentials, http, parts), answers);
const grant = (auth: string) => answerOf({ auth, id: 1, expires_in: 3600 });
const refusal = (code: number, status = 200) => answerOf({ code, error: 'no' }, status);

describe('a token of OMS', () => {
  it('is asked for with all that OMS knows the client by', async () => {
    const { get, calls } = setUp(grant('t-1'));
    expect(await get()).toEqual({ kind: 'token', value: 't-1' });
    const [call] = calls;
    expect([call?.method, call?.url.href, call?.signal.aborted]).toEqual([
      'POST',
      'https://oms.example.com/api/get/auth',
      false,
    ]);
    expect(JSON.parse(String(call?.body?.tail))).toEqual(credentials);
  });

  it('is held for its hour, and not renewed before', async () => {
    const { get, calls, advance } = setUp(grant('t-1'), grant('t-2'));
    await get();
    advance(60 * 60_000 - 1);
    expect(await get()).toMatchObject({ value: 't-1' });
    advance(1);
    expect(await get()).toMatchObject({ value: 't-2' });
    expect(calls).toHaveLength(2);
  });

  it('is refused while one of the last hour is in force elsewhere', async () => {
    const { get, calls, advance } = setUp(refusal(omsAuthCodes.inUse), grant('t-2'));
    const message = 'OMS refuses a second login within the hour: a token of the last hour is still in force elsewhere';
    const busy = { kind: 'busy', message, waitMs: 60_000, status: 200 };
    expect(await get()).toEqual({ kind: 'failed', outcome: busy });
    advance(59_999);
    expect(await get()).toEqual({ kind: 'failed', outcome: { ...busy, waitMs: 1 } });
    expect(calls).toHaveLength(1);
    advance(1);
    expect(await get()).toMatchObject({ value: 't-2' });
  });

  it.each([
    [omsAuthCodes.unidentified, 'OMS does not know the apikey, token or email'],
    [omsAuthCodes.invalidData, 'OMS finds the login data invalid'],
    [omsAuthCodes.blocked, 'OMS has blocked this client'],
  ])('is refused for a minute with the code %i', async (code, message) => {
    const { get, calls, advance } = setUp(refusal(code, 401), grant('t-2'));
    const refused = { kind: 'failed', outcome: { kind: 'unauthorized', message, status: 401 } };
    expect(await get()).toEqual(refused);
    advance(59_999);
    expect(await get()).toEqual(refused);
    expect(calls).toHaveLength(1);
    advance(1);
    expect(await get()).toMatchObject({ value: 't-2' });
  });

  it.each([refusal(999, 500), answerOf({}, 500)])(
    'is asked for again at once after an answer that says nothing',
    async (end) => {
      const { get, calls } = setUp(end, grant('t-2'));
      const message = 'OMS answered the login with status 500 and no token';
      expect(await get()).toEqual({ kind: 'failed', outcome: { kind: 'unavailable', message, status: 500 } });
      expect(await get()).toMatchObject({ value: 't-2' });
      expect(calls).toHaveLength(2);
    },
  );

  it.each<[string, HttpEnd]>([
    ['OMS could not be reached', { kind: 'failed', sent: 'nothing', message: 'could not be reached' }],
    ['The call to OMS was stopped', { kind: 'aborted', sent: 'all' }],
  ])('is asked for again at once without an answer: %s', async (message, end) => {
    const { get, calls } = setUp(end, grant('t-2'));
    expect(await get()).toEqual({ kind: 'failed', outcome: { kind: 'unavailable', message } });
    expect(await get()).toMatchObject({ value: 't-2' });
    expect(calls).toHaveLength(2);
  });
});
