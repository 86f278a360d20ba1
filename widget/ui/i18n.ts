import type en from '../../app/translations/en.json';
import firstTexts from '../../app/translations/en.json?first';
import { codeOf, tagOf } from './locales.ts';

type Key = keyof typeof en;
type PluralKey = Key extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;

/** A message's key; one with plural forms goes by its name without the form. */
export type MessageKey = Exclude<Key, `${PluralKey}.${Intl.LDMLPluralRule}` | `record:${string}`> | PluralKey;
export type Values = Readonly<Record<string, string | number>>;
export type Messages = Readonly<Record<string, string>>;

/** The English texts, as far as they are loaded. */
const english: Record<string, string> = { ...firstTexts };

/** Adds the English texts that the first screen did not need. */
export function addEnglish(texts: Messages): void {
  Object.assign(english, texts);
}

/** Before the keys of texts that say "record" where others say "ticket". */
const recordPrefix = 'record:';
let speaksOfRecords = false;

/** From now on messages speak of records: in products that know no tickets. */
export function speakOfRecords(texts: Messages): void {
  addEnglish(texts);
  speaksOfRecords = true;
}

/** Everything that depends on the agent's language. */
export interface I18n {
  /** As Intl and the `lang` attribute know it. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  /** A message with its `{placeholders}` filled in; `count` chooses among plural forms. */
  t(key: MessageKey, values?: Values): string;
  /** A number of bytes in words, such as `1.2 MB`; one megabyte is 1,048,576 bytes. */
  size(bytes: number, fractionDigits?: number): string;
  /** A number of bytes a second in words, such as `1.2 MB/s`. */
  speed(bytesPerSecond: number): string;
  /** A time to wait in words, such as `12 sec` or `5 min`, rounded up. */
  wait(ms: number): string;
  /** `a, b, c`, joined as the language does. */
  list(items: readonly string[]): string;
}

/** What loads the texts of other languages: by a path that ends in `/pt.json` and the like, as Vite globs them. */
export type Translations = Readonly<Record<string, () => Promise<Messages>>>;

/**
 * Makes ready what depends on the language.
 * @param wanted a locale code of the product's own or a language tag, such as `pt`, `pt_BR` or `zh-TW`
 * @returns English where the language is not there or could not be loaded
 */
export async function loadFrom(translations: Translations, wanted: string): Promise<I18n> {
  const code = codeOf(wanted);
  const path = Object.keys(translations).find((one) => one.endsWith(`/${code}.json`));
  try {
    const messages = await (path && translations[path]?.());
    if (messages) return createI18n(tagOf(code), messages);
  } catch {
    // A file that did not load is no reason to show nothing.
  }
  return createI18n('en');
}

/**
 * @param locale as Intl knows it
 * @param messages those that are missing are taken from English
 */
export function createI18n(locale: string, messages: Messages = {}): I18n {
  const dir = ['ar', 'he'].includes(locale) ? 'rtl' : 'ltr';
  /** Keeps its own direction in the line around it: else "1.5 MB" would read "MB 1.5" in Hebrew. */
  const apart = (text: string) => (dir === 'rtl' ? `\u2068${text}\u2069` : text);
  const plain = (key: string) => messages[key] ?? english[key];
  const textOf = (key: string) => (speaksOfRecords ? plain(recordPrefix + key) : undefined) ?? plain(key);
  // Each is made when it is first needed: a browser takes 20 ms to make the first.
  const plural = once(() => new Intl.PluralRules(locale));
  const integer = once(() => new Intl.NumberFormat(locale));
  const conjunction = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const formats = new Map<string, Intl.NumberFormat>();

  function unit(name: string, digits: number, value: number): string {
    const key = name + digits;
    const unitDisplay = name === 'byte' ? 'long' : 'short';
    const format =
      formats.get(key) ??
      new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits });
    formats.set(key, format);
    return apart(format.format(value));
  }

  return {
    locale,
    dir,
    t(key, values = {}) {
      const { count } = values;
      const form = typeof count === 'number' ? textOf(`${key}.${plural().select(count)}`) : undefined;
      const text = form ?? textOf(key) ?? textOf(`${key}.other`) ?? key;
      return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name];
        return typeof value === 'number' ? integer().format(value) : (value ?? whole);
      });
    },
    size(bytes, fractionDigits = 1) {
      if (bytes < 1024) return unit('byte', 0, bytes);
      // Past this, one decimal would round up to 1,024 kB.
      const inKilobytes = bytes < 1023.5 * 1024;
      if (inKilobytes) return unit('kilobyte', bytes < 10 * 1024 ? fractionDigits : 0, bytes / 1024);
      return unit('megabyte', fractionDigits, bytes / 1024 ** 2);
    },
    speed(bytes) {
      const inKilobytes = bytes < 1023.5 * 1024;
      if (inKilobytes) return unit('kilobyte-per-second', 0, bytes / 1024);
      return unit('megabyte-per-second', 1, bytes / 1024 ** 2);
    },
    wait(ms) {
      const seconds = Math.max(0, Math.ceil(ms / 1000));
      return seconds < 90 ? unit('second', 0, seconds) : unit('minute', 0, Math.ceil(seconds / 60));
    },
    list: (items) => conjunction().format(items.map(apart)),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
