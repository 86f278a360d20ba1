import { describe, expect, it } from 'vitest';
import { checkFile } from '../../contract/check.ts';
import { deskLimits } from '../../contract/limits.ts';
import manifest from '../../plugin-manifest.json' with { type: 'json' };
import { tagOf } from './locales.ts';

const translations = import.meta.glob<Readonly<Record<string, string>>>('../../app/translations/*.json', {
  import: 'default',
  eager: true,
});

const english = translations['../../app/translations/en.json'] ?? {};
const locales = Object.entries(translations).map(([path, messages]) => ({
  code: path.replace(/^.*\/(.*)\.json$/, '$1'),
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

/** The English text that a key is the translation of. */
function sourceOf(key: string): string {
  return english[key] ?? english[`${baseOf(key)}.other`] ?? '';
}

/** What is filled in while the panel runs. */
function placeholdersOf(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}

/** What is the same in every language: names of products and services, commands, addresses and words of JSON files. */
function namesOf(text: string): string[] {
  const names =
    /\b(?:Anexo|Zoho|Desk(?:\.tickets\.\w+)?|CRM|Bigin|OMS|Sigma|JSON|OPTIONS|signingKey|allowedOrigins)\b|\bnpm run \w+|--[\w-]+|[\w.]+\.(?:com|json)\b|\/(?:health|ready)z\b|attachments:read|(?<=“)(?:secret|blocked|ready)(?=”)/g;
  return [...new Set(text.match(names))].sort();
}

it('there are texts for every locale of the manifest: all that Desk knows', () => {
  const known = 'en ja zh tw es de fr tr ru pt it nl da pl sv id hi ro ta te he ar'.split(' ');
  expect(manifest.locale).toEqual(known);
  expect(locales.map(({ code }) => code).sort()).toEqual(known.toSorted());
});

describe.each(locales)('$code', ({ code, messages }) => {
  const rules = new Intl.PluralRules(tagOf(code));
  const { pluralCategories } = rules.resolvedOptions();
  const forms = (['zero', 'one', 'two', 'few', 'many', 'other'] as const).filter((one) =>
    pluralCategories.includes(one),
  );
  const expected = [...new Set(Object.keys(english).map(baseOf))].flatMap((base) =>
    plurals.includes(base) ? forms.map((form) => `${base}.${form}`) : [base],
  );
  const entries = Object.entries(messages);

  it('lacks no text and no plural form that the language has', () => {
    expect(expected.filter((key) => messages[key] === undefined)).toEqual([]);
  });

  it('has no text and no plural form besides', () => {
    expect(Object.keys(messages).filter((key) => !expected.includes(key))).toEqual([]);
  });

  it('has them in the order of the English source', () => {
    expect(Object.keys(messages).filter((key) => expected.includes(key))).toEqual(
      expected.filter((key) => key in messages),
    );
  });

  it('has the placeholders of the English source; a form for one number alone may do without the number', () => {
    const numbers = new Map<string, number>();
    for (let count = 0; count <= 1000; count += 1) {
      const form = rules.select(count);
      numbers.set(form, (numbers.get(form) ?? 0) + 1);
    }
    for (const [key, text] of entries) {
      const wanted = placeholdersOf(sourceOf(key));
      const form = key.slice(baseOf(key).length + 1);
      const mayOmit = numbers.get(form) === 1 && !text.includes('{count}');
      expect([key, placeholdersOf(text)]).toEqual([key, wanted.filter((one) => !mayOmit || one !== '{count}')]);
    }
  });

  it('keeps names, commands and addresses as they are', () => {
    const lost = entries.map(([key, text]) => [key, namesOf(sourceOf(key)).filter((name) => !text.includes(name))]);
    expect(lost.filter(([, names]) => names?.length !== 0)).toEqual([]);
  });

  it('leaves no text empty, and none with blanks around it', () => {
    expect(entries.filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });

  it.skipIf(code === 'en')('leaves no sentence in English', () => {
    const isSentence = (text: string) => text.replace(/\{\w+\}/g, '').match(/\p{L}+/gu)?.length ?? 0;
    const untranslated = entries.filter(([key, text]) => text === sourceOf(key) && isSentence(text) >= 4);
    expect(untranslated).toEqual([]);
  });

  it('names files as files may be named', () => {
    const names = ['paste.name', 'camera.name', 'capture.name'].map((key) =>
      (messages[key] ?? '').replace('{time}', '2026-11-21 10.22.33'),
    );
    const head = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const findings = names.flatMap((name) =>
      checkFile({ name: `${name}.png`, size: 8, mimeType: 'image/png', head }, deskLimits),
    );
    expect(findings).toEqual([]);
    expect(names.filter((name) => /[<>:"/\\|?*\p{C}]/u.test(name))).toEqual([]);
  });

  it('ends every change of direction that it begins', () => {
    const unbalanced = entries.filter(([, text]) => {
      let open = 0;
      for (const character of text) {
        if (/[\u2066-\u2068]/.test(character)) open += 1;
        if (character === '\u2069') open -= 1;
        if (open < 0) return true;
      }
      return open !== 0 || /[\u202a-\u202e]/.test(text);
    });
    expect(unbalanced).toEqual([]);
  });
});
