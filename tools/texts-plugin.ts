import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** What the first screen says; all else is loaded with the second part. */
const firstKeys = /^(?:panel\.(?!summary)|pick\.(?!folder)|drop\.|notice\.(?!configuration)|action\.retry$)/;

/** What the settings page alone says. */
const ownOfSettings = /^settings\./;

/** What Zoho CRM and Bigin say in the place of what speaks of tickets. */
const ofRecords = /^record:/;
const isFirstOfRecords = (key: string) => ofRecords.test(key) && firstKeys.test(key.replace(ofRecords, ''));

/** What the settings page says besides. */
const sharedWithSettings = /^(?:accepts\.|notice\.noSdk\.)/;

const parts: { readonly [part: string]: (key: string) => boolean } = {
  /** Of the English panel: its first screen, and what comes after it. */
  first: (key) => firstKeys.test(key),
  later: (key) => !firstKeys.test(key) && !ownOfSettings.test(key) && !ofRecords.test(key),
  /** In the place of others, in Zoho CRM and Bigin: on the first screen, and after it. */
  record: isFirstOfRecords,
  recordLater: (key) => ofRecords.test(key) && !isFirstOfRecords(key),
  /** Of the panel in another language, at once. */
  panel: (key) => !ownOfSettings.test(key),
  settings: (key) => ownOfSettings.test(key) || sharedWithSettings.test(key),
};

/**
 * Splits the texts, so that each page loads its own: `en.json?first`, `en.json?later`, `en.json?record`,
 * `en.json?recordLater`, `pt.json?panel`, `pt.json?settings`. One file for each language stays the source of all, since
 * `zet` packs it and Zoho reads it.
 */
export function splitTexts(): Plugin {
  return {
    name: 'anexo-texts',
    enforce: 'pre',
    load: {
      filter: { id: /\/translations\/\w+\.json\?\w+$/ },
      async handler(id) {
        const [path = '', part = ''] = id.split('?');
        const belongs = parts[part];
        if (!belongs) return null;
        this.addWatchFile(path);
        const texts: unknown = JSON.parse(await readFile(path, 'utf8'));
        const entries = Object.entries(Object(texts)).filter(([key]) => belongs(key));
        return { code: `export default ${JSON.stringify(Object.fromEntries(entries))}`, moduleType: 'js' };
      },
    },
  };
}
