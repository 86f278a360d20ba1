import { expect, it } from 'vitest';
import { readTranslations } from './translations.ts';

it.each([[{ localeResource: { a: 'A', b: { c: 'C' } } }], [{ localeResources: '{"a":"A","b":{"c":"C","d":7}}' }]])(
  'reads the texts of %j',
  (app) => {
    expect(readTranslations(app)).toEqual(
      new Map([
        ['a', 'A'],
        ['b.c', 'C'],
      ]),
    );
  },
);

it.each([undefined, null, 'x', {}, { localeResource: 'broken {' }, { localeResource: ['a'] }])(
  'has none in %j',
  (app) => {
    expect(readTranslations(app).size).toBe(0);
  },
);
