import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';

/** One import in a source file. */
export interface Import {
  /** The importing file, from the repository's folder, with forward slashes. */
  readonly from: string;
  /** The imported file, likewise; or a package's or Node module's name. */
  readonly to: string;
  /** Whether only types are imported: those are gone when the program runs. */
  readonly typeOnly: boolean;
}

/** A part of the source that must not know of another. */
export interface Arrow {
  /** Files whose path begins so. */
  readonly from: string;
  /** Paths or packages that begin so, which they must not import. */
  readonly never: readonly string[];
  /** Whether types may be imported all the same. */
  readonly types?: 'allowed';
  /** Whether tests and conformance suites are free of it: they set up the other side. */
  readonly tests?: 'free';
}

/** Which way imports point: widget → contract ← server. */
export const arrows: readonly Arrow[] = [
  { from: 'contract/', never: ['widget/', 'server/', 'e2e/', 'tools/', 'node:', 'preact', 'fastify'] },
  // Plain `zod` is four times the size of `zod/mini`, and would come along with the contract.
  { from: 'contract/', never: ['zod '] },
  { from: 'widget/', never: ['server/', 'e2e/', 'tools/'] },
  { from: 'widget/', never: ['node:', 'fastify', 'zod '], tests: 'free' },
  { from: 'widget/ui/', never: ['widget/routes/', 'widget/hosts/desk'], types: 'allowed', tests: 'free' },
  { from: 'widget/routes/', never: ['widget/ui/', 'widget/queue/', 'widget/settings/'] },
  { from: 'widget/hosts/', never: ['widget/ui/', 'widget/queue/', 'widget/routes/', 'widget/settings/'] },
  { from: 'server/', never: ['widget/', 'e2e/', 'preact', '@preact/'] },
  { from: 'server/gateway/', never: ['server/sandbox/'], tests: 'free' },
  {
    from: 'server/destinations/',
    never: ['server/gateway/', 'server/sandbox/', 'fastify', '@fastify/'],
    tests: 'free',
  },
  { from: 'tools/', never: ['widget/', 'e2e/'] },
];

/** The imports that point the wrong way. */
export function findBreaches(imports: readonly Import[], rules: readonly Arrow[] = arrows): readonly Import[] {
  return imports.filter((one) =>
    rules.some(
      (rule) =>
        one.from.startsWith(rule.from) &&
        rule.never.some((start) => `${one.to} `.startsWith(start)) &&
        !(rule.types === 'allowed' && one.typeOnly) &&
        !(rule.tests === 'free' && /\.(?:test|suite)\.tsx?$/.test(one.from)),
    ),
  );
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const call = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The imports of one file. @param from its path from the repository's folder */
export function importsOf(from: string, source: string): readonly Import[] {
  const resolve = (name: string) => (name.startsWith('.') ? posix.join(posix.dirname(from), name) : name);
  const statements = [...source.matchAll(statement)].map(([, type, name = '']) => ({
    from,
    to: resolve(name),
    typeOnly: type !== undefined,
  }));
  const calls = [...source.matchAll(call)].map(([, name = '']) => ({ from, to: resolve(name), typeOnly: false }));
  return [...statements, ...calls];
}

/** The imports of every source file below the given folders. @param root the repository's folder */
export async function readImports(root: string, folders: readonly string[]): Promise<readonly Import[]> {
  const imports: Import[] = [];
  for (const folder of folders) {
    const entries = await readdir(posix.join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !/\.[jt]sx?$/.test(entry.name)) continue;
      const path = posix.join(entry.parentPath, entry.name);
      imports.push(...importsOf(posix.relative(root, path), await readFile(path, 'utf8')));
    }
  }
  return imports;
}
