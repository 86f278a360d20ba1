import { describe, expect, it } from 'vitest';

const translations = import.meta.glob<Readonly<Record<string, string>>>('../../app/translations/*.json', {
  import: 'default',
  eager: true,
});
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const english = translations['../../app/translations/en.json'] ?? {};
const locales = Object.entries(translations).map(([path, messages]) => ({
  locale: path.replace(/^.*\/(.*)\.json$/, '$1'),
  messages,
}));

/** The keys that have plural forms, without the form. */
const plurals = Object.keys(english)
  .filter((key) => key.endsWith('.other'))
  .map((key) => key.slice(0, -'.other'.length));

/** A key with the plural form taken off, where it has one. */
function baseOf(key: string): string {
  return plurals.find((plural) => key.startsWith(`${plural}.`)) ?? key;
}

function placeholdersOf(text: string | undefined): string[] {
  return [...new Set(text?.match(/\{\w+\}/g))].sort();
}

describe.each(locales)('$locale', ({ locale, messages }) => {
  it('has the messages of the English source, and no others', () => {
    const bases = (of: object) => [...new Set(Object.keys(of).map(baseOf))].sort();
    expect(bases(messages)).toEqual(bases(english));
  });

  it('has every plural form that its language has for up to a thousand', () => {
    const rules = new Intl.PluralRules(locale);
    const forms = [...new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)))];
    const missing = plurals
      .flatMap((plural) => forms.map((form) => `${plural}.${form}`))
      .filter((key) => !messages[key]);
    expect(missing).toEqual([]);
  });

  it('has the placeholders of the English source', () => {
    for (const [key, text] of Object.entries(messages)) {
      const source = english[key] ?? english[`${baseOf(key)}.other`];
      expect([key, placeholdersOf(text)]).toEqual([key, placeholdersOf(source)]);
    }
  });

  it('leaves no message empty', () => {
    expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('the English source', () => {
  const code = Object.values(sources).join('\n');
  // `t(`route.${name}`)`: every key that begins so counts as used.
  const prefixes = [...code.matchAll(/`([\w.-]+\.)\$\{/g)].map(([, prefix]) => prefix ?? '');

  it('has no message that nothing shows', () => {
    const used = (key: string) =>
      code.includes(`'${key}'`) || key.startsWith('record:') || prefixes.some((prefix) => key.startsWith(prefix));
    expect(
      Object.keys(english)
        .map(baseOf)
        .filter((key) => !used(key)),
    ).toEqual([]);
  });

  it('speaks of a record wherever the panel speaks of a ticket, but where it names its number: records have none', () => {
    const ofTickets = Object.entries(english).filter(
      ([key, text]) => /ticket/i.test(text) && !text.includes('#{number}') && !key.startsWith('settings.'),
    );
    expect(ofTickets.map(([key]) => `record:${key}`).filter((key) => !english[key])).toEqual([]);
    const ofRecords = Object.entries(english).filter(([key]) => key.startsWith('record:'));
    expect(ofRecords.filter(([key]) => !english[key.slice('record:'.length)])).toEqual([]);
    expect(ofRecords.filter(([, text]) => /ticket/i.test(text))).toEqual([]);
  });

  it('has every message that is asked for', () => {
    const asked = [...code.matchAll(/\bt\('([\w.-]+)'/g)].map(([, key]) => key ?? '');
    const known = new Set(Object.keys(english).map(baseOf));
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });
});
