import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { readImports } from '../../tools/arrows.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const Package = z.object({ dependencies: z.record(z.string(), z.string()) });

/** All files that the program consists of, and the packages that it imports. */
async function reach(start: string) {
  const imports = (await readImports(root, ['contract', 'server', 'tools'])).filter(({ typeOnly }) => !typeOnly);
  const files = new Set([start]);
  for (const file of files) {
    for (const { from, to } of imports) if (from === file && to.endsWith('.ts')) files.add(to);
  }
  const others = imports.filter(({ from, to }) => files.has(from) && !to.endsWith('.ts') && !to.startsWith('node:'));
  const packages = others.map(({ to }) => /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to);
  return { files: [...files], packages: [...new Set(packages)] };
}

it('the gateway is all of what the image has: its own folders, and packages that are there in production', async () => {
  const { files, packages } = await reach('server/gateway/main.ts');
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => !/^(?:contract|server\/gateway|server\/destinations)\//.test(file))).toEqual([]);
  const { dependencies } = Package.parse(JSON.parse(await readFile(`${root}package.json`, 'utf8')));
  expect(packages).toContain('fastify');
  expect(packages.filter((name) => !(name in dependencies))).toEqual([]);
});
