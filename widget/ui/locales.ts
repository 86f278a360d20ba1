/** Those that say which Chinese: what else is in a tag, such as the country, is no translation of its own. */
const traditional = ['hant', 'tw', 'hk', 'mo'];

/** Codes that products still use for languages that go by another one now (ISO 639, 1989). */
const former = new Map([
  ['iw', 'he'],
  ['in', 'id'],
]);

/**
 * The code that a language has in Desk's manifest and among our translations.
 * @param wanted a product's own code or a language tag, such as `pt`, `pt_BR`, `zh-Hant-HK` or `iw`
 * @returns such as `pt`, `tw` or `he`; there need be no translation of it
 */
export function codeOf(wanted: string): string {
  const [language = '', ...more] = wanted.trim().toLowerCase().split(/[-_]/);
  if (language === 'zh' && !more.includes('hans') && more.some((one) => traditional.includes(one))) return 'tw';
  return former.get(language) ?? language;
}

/** The tag by which Intl and the `lang` attribute know a code: in Desk's manifest `tw` is Chinese in traditional script. */
export function tagOf(code: string): string {
  return code === 'tw' ? 'zh-Hant' : code;
}
