import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const PackageName = z.object({ name: z.literal('anexo') });

/**
 * The project's root folder: the nearest one above with the package.json of this project. The same code runs from
 * `server/sandbox/` in tests and from `build/server/sandbox/` after a build.
 * @param from the file or address to start at
 * @throws Error where no such folder is above
 */
export function findProjectRoot(from: string = import.meta.url): string {
  let folder = dirname(from.startsWith('file:') ? fileURLToPath(from) : from);
  for (;;) {
    if (isProject(join(folder, 'package.json'))) return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error(`No package.json of "anexo" above ${from}`);
    folder = above;
  }
}

function isProject(file: string): boolean {
  if (!existsSync(file)) return false;
  return PackageName.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
}
