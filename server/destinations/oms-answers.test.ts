import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { type ScriptedAnswer, type ScriptedService, startScriptedService } from '../sandbox/scripted-service.suite.ts';
import { call, incoming, longSilence, pdf } from './destination.suite.ts';
import { createOms } from './oms.ts';

let service: ScriptedService;
beforeEach(async () => {
  service = await startScriptedService();
});
afterEach(() => service.close());

/** An OMS that lets everybody in, and answers an upload like this. */
function answering(answer: ScriptedAnswer | undefined) {
  service.answer = ({ url }) =>
    url === omsPaths.auth ? { status: 200, body: '{"auth":"t-1","id":1,"expires_in":3600}' } : answer;
  const oms = createOms({ baseUrl: service.url, apikey: 'k', token: 't', email: 'e', silenceMs: longSilence });
  return (options = {}) => oms.upload('zoho_id=1', incoming(pdf(10), options), call);
}

const json = (status: number, body: unknown, headers = {}): ScriptedAnswer => ({
  status,
  headers,
  body: JSON.stringify(body),
});
const result = { index: 0, name: 'a', contentType: 'b', success: false };
const one = (own: object) =>
  json(200, { success: false, zoho_id: '1', uploaded: 0, failed: 1, results: [{ ...result, ...own }] });

describe('an answer of OMS', () => {
  it.each([
    ['of the file', one({ http_code: 422, error: 'cannot use token t-1 for this' })],
    ['of the whole', json(400, { success: false, error: 'cannot use token t-1 for this' })],
  ])('%s that gives back the token that it was shown has it no more', async (_, answer) => {
    expect(await answering(answer)()).toMatchObject({ message: 'cannot use token [redacted] for this' });
  });

  it.each([
    ['the file', one({ http_code: 401, error: 'INVALID_OAUTH' }), 1],
    ['a page in front', { status: 401, body: '<html>' }, 1],
    ['the whole call', json(200, { success: false, error: 'invalid auth' }), 2],
    ['the whole call in words of its own', json(401, { success: false, error: 'expired' }), 2],
  ])('with a 401 of %s costs the token only where that was meant', async (_, answer, logins) => {
    const upload = answering(answer);
    for (const _time of ['first', 'second'])
      expect(await upload()).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(service.received.filter(({ url }) => url === omsPaths.auth)).toHaveLength(logins);
  });

  it.each([200, 201, 299])('with status %i that says nothing of the file leaves it unknown', async (status) => {
    const message = 'OMS took the call, but did not say what became of the file';
    expect(await answering(json(status, {}))()).toEqual({ kind: 'unknown', message, status });
  });

  it.each([
    [300, { kind: 'unknown' }],
    [400, { kind: 'refused', reason: 'invalid' }],
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'unauthorized' }],
    [404, { kind: 'refused', reason: 'ticket-not-found' }],
    [408, { kind: 'unknown' }],
    [413, { kind: 'refused', reason: 'too-large' }],
    [415, { kind: 'refused', reason: 'type' }],
    [422, { kind: 'refused', reason: 'invalid' }],
    [429, { kind: 'busy' }],
    [500, { kind: 'unknown' }],
    [502, { kind: 'unknown' }],
    [503, { kind: 'unavailable' }],
  ])('with status %i and a page tells by that alone', async (status, expected) => {
    const message = `OMS answered with status ${status}`;
    expect(await answering({ status, body: '<html>' })()).toEqual({ ...expected, message, status });
  });

  it.each([
    [
      { http_code: 400, error: null },
      { kind: 'refused', reason: 'invalid', message: 'OMS refused the file' },
    ],
    [
      { http_code: 200, error: 'no' },
      { kind: 'unknown', message: 'no' },
    ],
    [
      { http_code: 408, error: 'no' },
      { kind: 'unknown', message: 'no' },
    ],
    [
      { http_code: 429, error: 'no', retry_after: 'soon' },
      { kind: 'busy', message: 'no' },
    ],
    [
      { http_code: 429, error: 'no', retry_after: 2 },
      { kind: 'busy', message: 'no', waitMs: 2000 },
    ],
  ])('about the file itself is read: %j', async (own, expected) => {
    expect(await answering(one(own))()).toEqual({ ...expected, status: own.http_code });
  });

  it('tells how long to wait for all files', async () => {
    const busy = json(429, { success: false, error: 'slow down' }, { 'retry-after': '3' });
    expect(await answering(busy)()).toEqual({ kind: 'busy', message: 'slow down', status: 429, waitMs: 3000 });
  });

  it('that the client may not leaves the token in force, and the file unsent', async () => {
    const upload = answering(json(403, { success: false, error: 'not yours' }));
    for (let time = 0; time < 2; time += 1) {
      expect(await upload({ again: true })).toMatchObject({ kind: 'unauthorized', status: 403 });
    }
    expect(service.received.map(({ url }) => url)).toEqual([omsPaths.auth, omsPaths.put, omsPaths.put]);
  });

  it('that never came is told by its name', async () => {
    expect(await answering(undefined)()).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/^OMS broke the connection off/),
    });
  });
});
