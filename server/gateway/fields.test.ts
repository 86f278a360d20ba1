import { describe, expect, it } from 'vitest';
import { fieldsOf, readFields, readText } from './fields.ts';

describe('the fields of a body', () => {
  it.each([
    ['{"zoho_id":"5","n":1}', { zoho_id: '5', n: 1 }],
    ['zoho_id=5&n=a+b', { zoho_id: '5', n: 'a b' }],
    ['[1,2]', {}],
    ['null', {}],
    ['"text"', {}],
    ['5', {}],
    ['', {}],
  ])('%j', (body, fields) => {
    expect(Object.fromEntries(readFields(Buffer.from(body)))).toEqual(fields);
  });

  it('are those of an object alone', () => {
    expect([...fieldsOf({ a: 1 })]).toEqual([['a', 1]]);
    for (const none of [['a'], null, undefined, 'a', 5]) expect([...fieldsOf(none)]).toEqual([]);
  });
});

describe('a field as text', () => {
  it.each([
    ['5', '5'],
    [' 5\n', '5'],
    ['', undefined],
    ['  ', undefined],
    [5, '5'],
    [0, '0'],
    [9007199254740991, '9007199254740991'],
    // More digits than a number keeps: it may be another's id by now.
    [9007199254740992, undefined],
    [1.5, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
    [['5'], undefined],
    [{}, undefined],
  ])('%j is %j', (value, text) => {
    expect(readText(value)).toBe(text);
  });
});
