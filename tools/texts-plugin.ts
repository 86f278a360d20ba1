import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** What the first screen says; all else is loaded with the second part. */
const firstKeys = /^(?:panel\.(?!summary)|pick\.|drop\.|notice\.(?!configuration)|action\.retry$)/;

type Part = 'first' | 'later' | 'record';

function partOf(key: string): Part {
  if (key.startsWith('record:')) return 'record';
  return firstKeys.test(key) ? 'first' : 'later';
}

/**
 * Splits the English texts: `en.json?first` has those of the first screen, `en.json?record` those of Zoho CRM and Bigin
 * in the place of others, `en.json?later` all else. One file stays
 * the source of all, since `zet` packs it and the translations follow it.
 */
export function splitTexts(): Plugin {
  return {
    name: 'anexo-texts',
    enforce: 'pre',
    load: {
      filter: { id: /\/translations\/\w+\.json\?(?:first|later|record)$/ },
      async handler(id) {
        const [path = '', part] = id.split('?');
        this.addWatchFile(path);
        const texts: unknown = JSON.parse(await readFile(path, 'utf8'));
        const entries = Object.entries(Object(texts)).filter(([key]) => partOf(key) === part);
        return { code: `export default ${JSON.stringify(Object.fromEntries(entries))}`, moduleType: 'js' };
      },
    },
  };
}
