import { readdir, readFile } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

import { recordPart } from './product-page.ts';

/** What a file of the built widget weighs on its way, and when it goes. */
export interface WeighedFile {
  /** From `app/`, such as `assets/widget-1a2b3c4d.js`. */
  readonly path: string;
  /** In bytes, after `gzip -9`. */
  readonly bytes: number;
  /**
   * `first`: before the panel can be used. `later`: when it is needed. `record`, `record-later`: the same, in Zoho CRM
   * and Bigin alone. `translation`: for another language.
   */
  readonly when: 'first' | 'later' | 'record' | 'record-later' | 'translation';
}

/**
 * Weighs scripts and style sheets of a built page: those that its page names, with all that they import statically,
 * come first; all others come later.
 * @param app the folder with the page
 * @param languages codes of the translations, by which their files are known
 * @param name of the page in `app`, without its ending
 * @param folder where that page's files are
 */
export async function weigh(
  app: string,
  languages: readonly string[],
  name = 'widget',
  folder = 'assets',
): Promise<readonly WeighedFile[]> {
  const first = new Set<string>();
  const page = await readFile(join(app, `${name}.html`), 'utf8');
  const queue = [...page.matchAll(/(?:src|href)="(?!https?:)([^"]+\.(?:js|css))"/g)].map(([, path = '']) =>
    posix.normalize(path),
  );
  for (const path of queue) {
    if (first.has(path)) continue;
    first.add(path);
    if (path.endsWith('.js')) queue.push(...staticImports(path, await readFile(join(app, path), 'utf8')));
  }
  const assets = (await readdir(join(app, folder))).map((asset) => `${folder}/${asset}`);
  return Promise.all(
    [...new Set([...first, ...assets])].sort().map(async (path) => {
      const bytes = gzipSync(await readFile(join(app, path)), { level: 9 }).length;
      return { path, bytes, when: first.has(path) ? 'first' : timeOf(basename(path), languages) };
    }),
  );
}

function timeOf(name: string, languages: readonly string[]): WeighedFile['when'] {
  if (languages.some((code) => name.startsWith(`${code}-`))) return 'translation';
  if (!name.startsWith(recordPart)) return 'later';
  return name.startsWith(`${recordPart}later-`) ? 'record-later' : 'record';
}

/** What a built module imports before it runs. @returns paths from `app/` */
export function staticImports(from: string, code: string): readonly string[] {
  const statements = code.matchAll(/\b(?:import|export)\s*(?:[\w$*{}\s,]*?from\s*)?["'`](\.[^"'`]+)["'`]/g);
  return [...statements].map(([, to = '']) => posix.join(posix.dirname(from), to));
}

/** The bytes of all files that come at one of these times. */
export function sumOf(files: readonly WeighedFile[], ...when: readonly WeighedFile['when'][]): number {
  return files.filter((one) => when.includes(one.when)).reduce((sum, { bytes }) => sum + bytes, 0);
}
