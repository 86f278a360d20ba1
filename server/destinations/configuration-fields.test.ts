import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  address,
  bytes,
  commonFields,
  oneOf,
  secret,
  text,
  textLike,
  wholeNumber,
  zohoFields,
} from './configuration-fields.ts';

/** What a field says of a value; `undefined` where it takes it. */
function saysOf(field: z.ZodType, value: unknown): string | undefined {
  return field.safeParse(value).error?.issues[0]?.message;
}
const missing = (right: string) => `is missing: give ${right}`;
const wrong = (right: string) => `is not right: give ${right}`;

describe('a text', () => {
  const field = text('a key');
  it.each([
    ['x', undefined],
    ['', 'is empty: give a key'],
    [7, wrong('a key')],
    [undefined, missing('a key')],
  ])('of %j: %s', (value, says) => {
    expect(saysOf(field, value)).toBe(says);
  });

  it('may have to be of a form', () => {
    expect(saysOf(textLike(/^a+$/, 'letters a'), 'b')).toBe(wrong('letters a'));
    expect(saysOf(textLike(/^a+$/, 'letters a'), 'aa')).toBe(undefined);
    expect(saysOf(oneOf(['x', 'y']), 'z')).toBe(wrong('one of x, y'));
  });
});

describe('a secret', () => {
  it.each([
    ['123456', undefined],
    ['12345', 'is too short: give at least 6 characters'],
    ['', 'is empty: give a key'],
    [undefined, missing('a key')],
  ])('of %j: %s', (value, says) => {
    expect(saysOf(secret('a key'), value)).toBe(says);
  });
});

describe('a whole number', () => {
  const field = wholeNumber('a number, 2 to 9', 2, 9);
  it.each([2, 9, '2', '9', '0000000000000009'])('is %j', (value) => {
    expect(field.parse(value)).toBe(Number(value));
  });
  it.each([1, 10, 2.5, '', '1', '10', ' 2', '2 ', '2x', 'x2', '2.5', '00000000000000009', null, true, ['3']])(
    'is not %j',
    (value) => {
      expect(saysOf(field, value)).toBe(wrong('a number, 2 to 9'));
    },
  );
  it('is missing where it is', () => {
    expect(saysOf(field, undefined)).toBe(missing('a number, 2 to 9'));
  });
});

describe('an address', () => {
  const field = address('https://x.example.com');
  const right =
    'an https address such as https://x.example.com (http only on this machine), without user, query or fragment';

  it.each([
    ['https://a.example.com', 'https://a.example.com'],
    ['https://a.example.com///', 'https://a.example.com'],
    ['https://a.example.com/b/', 'https://a.example.com/b'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000'],
    ['http://127.123.123.123', 'http://127.123.123.123'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('is %s', (value, expected) => {
    expect(field.parse(value)).toBe(expected);
  });

  it.each([
    'x',
    'http://a.example.com',
    'http://xlocalhost',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://localhost',
    'https://user@a.example.com',
    'https://:secret@a.example.com',
    'https://a.example.com/?a=1',
    'https://a.example.com/#a',
    'https://a.example.com/?',
    'https://a.example.com/#',
    'https://a.example.com ',
    ' https://a.example.com',
    'https://a.example.com\r',
  ])('is not %s', (value) => {
    expect(saysOf(field, value)).toBe(wrong(right));
  });
});

describe('what a destination may say of its limits', () => {
  const field = commonFields.limits;
  const types = (value: unknown) => saysOf(field, { types: value });

  it.each([
    {},
    { fileBytes: 1, nameLength: 1, files: 1, totalBytes: 1 },
    { types: { kind: 'except', endings: ['exe', '7z'] } },
    { types: { kind: 'only', mimeTypes: ['image/png', 'application/vnd.ms-excel'] } },
  ])('is %j', (value) => {
    expect(saysOf(field, value)).toBe(undefined);
  });

  it.each([
    [{ fileBytes: 0 }, wrong('a whole number of bytes, 1 or more')],
    [{ totalBytes: 0 }, wrong('a whole number of bytes, 1 or more')],
    [{ nameLength: 0 }, wrong('a whole number of characters, 1 or more')],
    [{ files: 0 }, wrong('a whole number, 1 or more')],
  ])('is not %j', (value, says) => {
    expect(saysOf(field, value)).toBe(says);
  });

  it.each(['.exe', 'exe.', 'EXE', ''])('names no ending "%s"', (ending) => {
    expect(types({ kind: 'except', endings: [ending] })).toBe('give endings in lower case, without the dot');
  });

  it.each(['png', 'Image/PNG', 'image/', '/png', ' image/png', 'image/png ', 'image/*', 'image/png/x'])(
    'names no MIME type "%s"',
    (mimeType) => {
      expect(types({ kind: 'only', mimeTypes: [mimeType] })).toBe('give MIME types in lower case, such as image/png');
    },
  );

  it.each([{ kind: 'some' }, 'exe'])('has types of no other kind: %j', (value) => {
    expect(types(value)).toBe(wrong('{"kind": "except", "endings": […]} or {"kind": "only", "mimeTypes": […]}'));
  });
});

it.each([
  [bytes, 0, 'a whole number of bytes, 1 or more'],
  [commonFields.silenceSeconds, 3601, 'seconds, 1 to 3600'],
  [zohoFields.clientId, 7, 'the client id of the Zoho API console'],
  [zohoFields.clientSecret, 7, 'the client secret of the Zoho API console'],
  [zohoFields.refreshToken, 7, 'the refresh token of the Zoho API console'],
  [zohoFields.concurrentCalls, 0, 'a whole number of calls, 1 or more'],
])('a field tells what would be right: %#', (field, value, right) => {
  expect(saysOf(field, value)).toBe(wrong(right));
});

it('the accounts address is shown by an example', () => {
  expect(saysOf(zohoFields.accountsUrl, 'x')).toContain('such as https://accounts.zoho.com (');
});

it('a service may be silent for a minute where nothing else is said', () => {
  expect(commonFields.silenceSeconds.parse(undefined)).toBe(60);
});
