import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findProjectRoot } from './project.ts';

it('finds the project from its source and from its build', () => {
  const root = findProjectRoot();
  expect(existsSync(join(root, 'plugin-manifest.json'))).toBe(true);
  expect(findProjectRoot(join(root, 'build/server/sandbox/main.js'))).toBe(root);
});

it('says so where there is no project', () => {
  expect(() => findProjectRoot('/nowhere/at/all.js')).toThrow('No package.json of "anexo" above');
});
