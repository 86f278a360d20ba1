import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CountedModule, closingCounts, countTests } from './closing-line.ts';

function moduleOf(states: readonly string[], own = 0, suites: readonly number[] = []): CountedModule {
  const errors = (count: number) => () => Array.from({ length: count }, () => new Error('broken'));
  return {
    errors: errors(own),
    children: {
      allSuites: () => suites.map((count) => ({ errors: errors(count) })),
      allTests: () => states.map((state) => ({ result: () => ({ state }) })),
    },
  };
}

describe('countTests', () => {
  it('adds up the tests of all modules; one that never ended has failed', () => {
    const modules = [moduleOf(['passed', 'failed', 'skipped']), moduleOf(['passed', 'pending'])];
    expect(countTests(modules, 0)).toEqual({ passed: 2, failed: 2 });
  });

  it('counts a module that did not load, a failing hook and unhandled errors', () => {
    expect(countTests([moduleOf([], 2), moduleOf(['passed'], 0, [0, 1])], 3)).toEqual({ passed: 1, failed: 5 });
  });
});

describe('closingCounts', () => {
  it('never tells success of a run that failed', () => {
    expect(closingCounts({ passed: 3, failed: 0 }, 0)).toEqual({ passed: 3, failed: 0 });
    expect(closingCounts({ passed: 3, failed: 0 }, 1)).toEqual({ passed: 3, failed: 1 });
    expect(closingCounts({ passed: 3, failed: 2 }, 1)).toEqual({ passed: 3, failed: 2 });
  });
});

describe('the closing line', { timeout: 60_000 }, () => {
  const repository = fileURLToPath(new URL('../', import.meta.url));
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anexo-closing-'));
    const reporters = ['default', join(repository, 'tools/closing-line.ts')];
    await writeFile(
      join(folder, 'vitest.config.mjs'),
      `export default ${JSON.stringify({ test: { globals: true, reporters } })}`,
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function run(files: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
    return new Promise((resolve) => {
      execFile(process.execPath, [vitest, 'run', '--root', folder], { cwd: folder }, (error, stdout) => {
        resolve([error ? error.code : 0, stdout.trimEnd().split('\n').at(-1)]);
      });
    });
  }

  const one = "it('passes', () => {});";

  it('is the last line of a run that passes', async () => {
    expect(await run({ 'a.test.js': one, 'b.test.js': one })).toEqual([0, '2 passed, 0 failed']);
  });

  it('tells of failing tests, of suites that do not load and of errors that nobody handled', async () => {
    const outcome = await run({
      'a.test.js': `${one} it('fails', () => { throw new Error('no'); });`,
      'b.test.js': "import './missing.js';",
      'c.test.js': `${one} it('leaks', () => { void Promise.reject(new Error('unhandled')); });`,
    });
    expect(outcome).toEqual([1, '3 passed, 3 failed']);
  });

  it('is there when nothing could be run', async () => {
    expect(await run({})).toEqual([1, '0 passed, 1 failed']);
  });
});
