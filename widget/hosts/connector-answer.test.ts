import { describe, expect, it } from 'vitest';
import { readRejected, readResolved } from './connector-answer.ts';

const body = { id: '77', name: 'a.pdf' };
const fault = { errorCode: 'UNPROCESSABLE_ENTITY', message: 'The file is blocked' };
const text = JSON.stringify;
const outer = (response: unknown, statusCode: unknown = 200, responseHeaders: unknown = {}) =>
  text({ response, statusCode, responseHeaders });

describe('what the SDK resolves with', () => {
  it.each([
    ['a connection', outer(text({ status: 'true', statusMessage: body })), 200],
    ['a connection, the body as text', outer(text({ status: 'true', statusMessage: text(body) })), 200],
    ['no connection', outer(text(body), 201), 201],
    ['a response that is an object already', { response: body, statusCode: '200' }, 200],
    ['responseType json', { data: { status: 'true', statusMessage: body }, statusCode: 200 }, 200],
    ['JSON in JSON in JSON', text(outer(text(text({ statusMessage: body })))), 200],
    ['the bare body', body, undefined],
    ['the innermost status code', text({ statusCode: 200, response: { statusCode: 207, response: body } }), 207],
  ])('reads the body of %s', (_, value, status) => {
    expect(readResolved(value)).toEqual({ kind: 'answer', status, body });
  });

  it.each([
    outer('', 204),
    { statusCode: 204 },
    { statusCode: 204, response: null },
    outer(text({ status: 'true', statusMessage: '' }), 204),
  ])('reads a 204: %j', (value) => {
    const answer = readResolved(value);
    expect(answer).toMatchObject({ kind: 'answer', status: 204 });
  });

  it('keeps a long number as text', () => {
    expect(readResolved(outer('123456789012345678'))).toMatchObject({ body: '123456789012345678' });
  });

  it.each([404, 422, 500])('reads a %i without a connection', (status) => {
    expect(readResolved(outer(text(fault), status))).toEqual({ kind: 'answer', status, body: fault });
  });

  it.each([{ 'retry-after': '7' }, { 'Retry-After': 7 }, { 'Retry-After': ['7'] }, '{"Retry-After":"7"}'])(
    'reads Retry-After of %j',
    (headers) => {
      expect(readResolved(outer(text(fault), 429, headers))).toMatchObject({ status: 429, retryAfter: '7' });
    },
  );

  it("does not take the envelope's 200 for the service's", () => {
    const value = outer(text({ status: 'false', statusMessage: fault }));
    expect(readResolved(value)).toEqual({ kind: 'answer', status: undefined, body: fault });
  });

  it.each([
    ['a status of "false" with a sentence', outer(text({ status: 'false', statusMessage: 'Not authorised' }))],
    ['a status of false', { status: false, statusMessage: 'Not authorised' }],
    ['a failure outside', { status: 'failure', errorMessage: 'Not authorised' }],
    ['a failure inside', outer(text({ status: 'failure', errorMessage: 'Not authorised' }))],
    ['an errMsg', { errMsg: 'Not authorised' }],
    ['a bare sentence', 'Not authorised'],
  ])('sees a failure in %s', (_, value) => {
    expect(readResolved(value)).toEqual({ kind: 'failure', message: 'Not authorised' });
  });

  it("reads the service's error in a failure", () => {
    expect(readResolved({ status: 'failure', errorMessage: text(fault) })).toEqual({
      kind: 'answer',
      status: undefined,
      body: fault,
    });
  });
});

describe('what the SDK rejects with', () => {
  it.each([
    ['a string with the error as a string', text({ status: 'false', statusMessage: text(fault) })],
    ['an object', { statusMessage: fault }],
    ['an Error', new Error(text({ statusMessage: text(fault) }))],
    ['an errMsg that holds it', { errMsg: text(fault) }],
    ['a statusCode of 200 around it', outer(text({ statusMessage: fault }))],
  ])("reads the service's error in %s", (_, value) => {
    expect(readRejected(value)).toEqual({ kind: 'answer', status: undefined, body: fault });
  });

  it('tells the status where it is told', () => {
    expect(readRejected(outer(text(fault), 422))).toEqual({ kind: 'answer', status: 422, body: fault });
    expect(readRejected(outer('<html>', 502))).toEqual({ kind: 'answer', status: 502, body: '<html>' });
  });

  it.each([
    [{ errMsg: 'No connection' }, 'No connection'],
    [
      { errMessage: 'No entry found in plugin-manifest whiteListedDomains' },
      'No entry found in plugin-manifest whiteListedDomains',
    ],
    [new TypeError('fileObj is not a list'), 'fileObj is not a list'],
    ['plain words', 'plain words'],
    [{ message: 'words' }, 'words'],
  ])('tells the message of %j', (value, message) => {
    expect(readRejected(value)).toEqual({ kind: 'failure', message });
  });
});

describe('garbage', () => {
  const circular: Record<string, unknown> = {};
  circular['response'] = circular;
  const deep = '['.repeat(100_000);
  const hostile = new Proxy(
    {},
    {
      getOwnPropertyDescriptor() {
        throw new Error('trap');
      },
    },
  );
  const withItself: Record<string, unknown> = { id: '5' };
  withItself['data'] = [withItself];
  const throwing = Object.defineProperty({ name: 'a.pdf' }, 'id', {
    enumerable: true,
    get() {
      throw new Error('trap');
    },
  });
  it.each([
    withItself,
    throwing,
    { statusCode: 400, response: throwing },
    { statusCode: 400, response: { id: 10n } },
    { statusCode: 400, response: Symbol('x') },
  ])('hands on nothing that would throw when it is read (%#)', (value) => {
    expect([readResolved(value).kind, readRejected(value).kind]).toEqual(['failure', 'failure']);
  });

  it.each([undefined, null, 0, NaN, true, '', '   ', '{"broken', deep, circular, hostile, Symbol('x'), () => {}])(
    'ends as a failure, whatever it is (%#)',
    (value) => {
      for (const answer of [readResolved(value), readRejected(value)]) {
        expect(answer).toMatchObject({ kind: 'failure', message: expect.stringMatching(/\S/) });
      }
    },
  );

  it('takes __proto__ for a key like any other', () => {
    const value = '{"__proto__":{"statusCode":200,"response":"{}"},"constructor":{"prototype":{"polluted":1}}}';
    expect(readRejected(value).kind).toBe('failure');
    expect(readResolved(value)).toMatchObject({ kind: 'answer', status: undefined });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('cuts a long message', () => {
    const answer = readRejected({ errMsg: 'x'.repeat(5000) });
    expect(answer.kind === 'failure' && answer.message.length).toBe(256);
  });
});
