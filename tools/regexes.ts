import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { parseAst } from 'vite';

/** A regular expression as it stands in the source. */
export interface FoundRegex {
  /** The file, from the repository's folder. */
  readonly path: string;
  readonly regex: RegExp;
}

/** The regular expressions of a source file. */
export function regexesOf(path: string, source: string): readonly FoundRegex[] {
  const found: FoundRegex[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node && 'value' in node && node.value instanceof RegExp) found.push({ path, regex: node.value });
    for (const one of Object.values(node)) walk(one);
  };
  walk(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

/** A file of the source. */
export interface Source {
  /** From the repository's folder. */
  readonly path: string;
  readonly text: string;
}

/** What runs in people's browsers and on the gateway: all of these folders but tests. @param root the repository's folder */
export async function readSources(root: string, folders: readonly string[]): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(posix.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.(?:test|suite)\.tsx?$/.test(entry.name)) continue;
      const path = posix.join(entry.parentPath, entry.name);
      sources.push({ path: posix.relative(root, path), text: await readFile(path, 'utf8') });
    }
  }
  return sources;
}
