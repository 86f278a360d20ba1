import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** What the first screen says; all else is loaded with the second part. */
const firstKeys = /^(?:panel\.(?!summary)|pick\.(?!folder)|drop\.|notice\.(?!configuration)|action\.retry$)/;

/**
 * Splits the English texts: `en.json?first` has those of the first screen, `en.json?later` the others. One file stays
 * the source of all, since `zet` packs it and the translations follow it.
 */
export function splitTexts(): Plugin {
  return {
    name: 'anexo-texts',
    enforce: 'pre',
    load: {
      filter: { id: /\/translations\/\w+\.json\?(?:first|later)$/ },
      async handler(id) {
        const [path = '', part] = id.split('?');
        this.addWatchFile(path);
        const texts: unknown = JSON.parse(await readFile(path, 'utf8'));
        const entries = Object.entries(Object(texts)).filter(([key]) => firstKeys.test(key) === (part === 'first'));
        return { code: `export default ${JSON.stringify(Object.fromEntries(entries))}`, moduleType: 'js' };
      },
    },
  };
}
