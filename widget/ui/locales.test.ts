import { expect, it } from 'vitest';
import { codeOf, tagOf } from './locales.ts';

it.each([
  ['pt', 'pt'],
  ['pt-BR', 'pt'],
  ['pt_BR', 'pt'],
  [' DE ', 'de'],
  ['en-GB', 'en'],
  ['tw', 'tw'],
  ['zh', 'zh'],
  ['zh-CN', 'zh'],
  ['zh_CN', 'zh'],
  ['zh-Hans', 'zh'],
  ['zh-Hans-HK', 'zh'],
  ['zh-TW', 'tw'],
  ['zh_TW', 'tw'],
  ['zh-HK', 'tw'],
  ['zh-Hant', 'tw'],
  ['zh-Hant-MO', 'tw'],
  ['iw', 'he'],
  ['iw_IL', 'he'],
  ['in', 'id'],
  ['in-ID', 'id'],
  ['sv-SE', 'sv'],
  ['constructor', 'constructor'],
  ['', ''],
])('knows %j as %j', (wanted, code) => {
  expect(codeOf(wanted)).toBe(code);
});

it('gives each code the tag that Intl knows', () => {
  expect(['tw', 'zh', 'he'].map(tagOf)).toEqual(['zh-Hant', 'zh', 'he']);
  expect(new Intl.DisplayNames('en', { type: 'language' }).of(tagOf('tw'))).toBe('Traditional Chinese');
});
