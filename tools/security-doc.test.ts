import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/security.md'), 'utf8').replace(/\s+/g, ' ');

/** Each test file that the page names, with the names of tests in it: `file`: “name”, “name”. */
const named = [...page.matchAll(/`([\w/.-]+\.(?:test|suite)\.tsx?)`([^`|]*)/g)].flatMap(([, path = '', words = '']) =>
  [...words.matchAll(/“([^”]+)”/g)].map(([, name = '']) => [path, name] as const),
);

it('the page on security names files that are there', () => {
  const paths = [...page.matchAll(/`([\w/.-]+\/[\w.-]+\.tsx?)`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(80);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('and tests that are there', () => {
  expect(named.length).toBeGreaterThan(60);
  const missing = named.filter(([path, name]) => !readFileSync(join(root, path), 'utf8').includes(name));
  expect(missing).toEqual([]);
});

it('and each attack with the test that tries it', () => {
  const rows = readFileSync(join(root, 'docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.split(' | ').length === 3)
    .filter((line) => !/^\| (?:---|who|attack \||where \|)/.test(line));
  const attacks = rows.filter((line) => line.includes('`'));
  expect(attacks.length).toBeGreaterThan(40);
  expect(attacks.filter((line) => !/\.(?:test|suite)\.tsx?`/.test(line))).toEqual([]);
});
