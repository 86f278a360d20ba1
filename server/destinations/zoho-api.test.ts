import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedAnswer, type ScriptedService, startScriptedService } from '../sandbox/scripted-service.suite.ts';
import { failureOfStatus } from './service-failure.ts';
import type { CallLimit } from './sharing.ts';
import { createZohoApi, type ZohoCall } from './zoho-api.ts';

let service: ScriptedService;
beforeEach(async () => {
  service = await startScriptedService();
});
afterEach(() => service.close());

const { signal } = new AbortController();
const list: ZohoCall = { method: 'GET', path: '/list', signal };
const logins = () => service.received.filter(({ url }) => url === '/oauth/v2/token').length;

/** An interface of Zoho's that answers like this to whoever has a token, which it always gives. */
function answering(answer: ScriptedAnswer) {
  const pauses: number[] = [];
  const limit: CallLimit = {
    enter: async () => ({ kind: 'entered', leave: () => undefined }),
    pause: (ms) => void pauses.push(ms),
  };
  service.answer = ({ url }) =>
    url === '/oauth/v2/token' ? { status: 200, body: `{"access_token":"a-${logins()}"}` } : answer;
  const api = createZohoApi(
    {
      service: 'Desk',
      credentials: { clientId: 'c', clientSecret: 's', refreshToken: 'r' },
      accountsUrl: service.url,
      addresses: [service.url],
      baseUrl: () => service.url,
      failureOf: (failed) => failureOfStatus(failed, { message: `status ${failed.status}` }),
      silenceMs: 30_000,
      organisation: ['desk'],
    },
    {
      sharing: {
        tokens: () => ({
          read: async () => undefined,
          write: async () => undefined,
          forget: async () => undefined,
          lock: async () => () => undefined,
        }),
        calls: () => limit,
      },
    },
  );
  return { api, pauses };
}

describe('a call of an interface of Zoho', () => {
  it.each([200, 204, 299])('is answered with status %i', async (status) => {
    const { api } = answering({ status, body: status === 204 ? '' : '{"a":1}' });
    expect(await api.call(list)).toEqual({ kind: 'answer', status, body: status === 204 ? undefined : { a: 1 } });
  });

  it.each([
    [300, 'unavailable'],
    [404, 'refused'],
    [500, 'unavailable'],
  ])('has failed with status %i', async (status, kind) => {
    const { api } = answering({ status, body: '{}' });
    expect(await api.call(list)).toMatchObject({ kind: 'failed', outcome: { kind, message: `status ${status}` } });
  });

  it('keeps a token that lacks a right', async () => {
    const { api } = answering({ status: 403, body: '{}' });
    for (let time = 0; time < 2; time += 1) expect(await api.call(list)).toMatchObject({ outcome: { status: 403 } });
    expect(logins()).toBe(1);
  });

  it('keeps a token when something else fails', async () => {
    const { api } = answering({ status: 404, body: '{}' });
    for (let time = 0; time < 2; time += 1) await api.call(list);
    expect([logins(), service.received.length]).toEqual([1, 3]);
  });

  it('renews a token that is refused, once a call', async () => {
    const { api } = answering({ status: 401, body: '{}' });
    expect(await api.call(list)).toMatchObject({ outcome: { kind: 'unauthorized', status: 401 } });
    const sent = service.received.filter(({ url }) => url !== '/oauth/v2/token');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Zoho-oauthtoken a-1', 'Zoho-oauthtoken a-2']);
  });

  it('holds all others up for as long as it is told to wait', async () => {
    const busy = answering({ status: 429, headers: { 'retry-after': '7' } });
    await busy.api.call(list);
    expect(busy.pauses).toEqual([7000]);
    const without = answering({ status: 429 });
    await without.api.call(list);
    expect(without.pauses).toEqual([]);
  });

  it('is not made where its body cannot be', async () => {
    const { api } = answering({ status: 200 });
    expect(await api.call({ ...list, method: 'POST', body: () => undefined })).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message: 'The file could not be opened' },
    });
    expect(service.received.map(({ url }) => url)).toEqual(['/oauth/v2/token']);
  });

  it('brings a file of whatever type', async () => {
    const { api } = answering({ status: 200, body: 'x' });
    const end = await api.download({ ...list, path: '/content' });
    if (end.kind === 'content') end.stream.resume();
    expect([end.kind, service.received.at(-1)?.headers.accept]).toEqual(['content', '*/*']);
  });
});
