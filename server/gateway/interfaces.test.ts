import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { failAsSpoken, interfaceOf } from './interfaces.ts';

describe('interfaceOf', () => {
  it.each([
    [omsPaths.auth, 'oms-auth'],
    [`${omsPaths.auth}?a=/v1/`, 'oms-auth'],
    [`${omsPaths.put}#x`, 'oms-put'],
    [`${omsPaths.put}/more`, 'operations'],
    ['/v1/tickets', 'v1'],
    ['/v1', 'operations'],
    ['/a/v1/', 'operations'],
    ['/healthz?\n/v1/', 'operations'],
  ])('%j is one of %s', (url, expected) => expect(interfaceOf(url)).toBe(expected));
});

describe('failAsSpoken', () => {
  /** Answers to a request that is refused in this way. */
  async function refused(url: string, status: number, waitMs?: number) {
    const app = fastify();
    app.get('/*', (_, reply) => failAsSpoken(reply, status, 'why', waitMs));
    const { statusCode, headers, body } = await app.inject(url);
    await app.close();
    return { status: statusCode, retryAfter: headers['retry-after'], body: JSON.parse(body) as unknown };
  }

  it.each([
    [400, 402],
    [413, 402],
    [415, 402],
    [401, 401],
    [404, 503],
    [408, 408],
    [429, 429],
    [500, 503],
    [503, 503],
  ])("says %i to a login with the contract's code %i", async (status, code) => {
    expect(await refused(omsPaths.auth, status)).toMatchObject({ status, body: { code, error: 'why' } });
  });

  it('says to an upload that it failed', async () => {
    expect(await refused(omsPaths.put, 404)).toEqual({ status: 404, body: { success: false, error: 'why' } });
  });

  it.each(['/v1/tickets', '/healthz'])('gives %s the number of the request', async (url) => {
    const body = { detail: 'why', request_id: expect.stringMatching(/./) };
    expect(await refused(url, 404)).toEqual({ status: 404, body });
  });

  it.each([
    [0, '1'],
    [999, '1'],
    [1000, '1'],
    [1001, '2'],
    [90_000, '90'],
  ])('names the whole seconds after which to come again: %i ms', async (waitMs, seconds) => {
    expect(await refused('/v1/tickets', 429, waitMs)).toMatchObject({ retryAfter: seconds });
  });
});
