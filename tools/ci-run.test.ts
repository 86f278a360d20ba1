import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../.ci/run', import.meta.url));
let programs: string;

beforeEach(async () => {
  programs = await mkdtemp(join(tmpdir(), 'anexo-ci-'));
  for (const name of ['chromium', 'redis-server', 'clamd']) {
    await writeFile(join(programs, name), '#!/bin/sh\n', { mode: 0o755 });
  }
});
afterEach(() => rm(programs, { recursive: true, force: true }));

/** Runs the script with an npm whose `install` and `test` do as told. */
async function run(npm: { install: string; test: string }): Promise<{ status: unknown; lines: readonly string[] }> {
  const text = `#!/bin/sh\ncase $1 in\ninstall) ${npm.install} ;;\ntest) ${npm.test} ;;\nesac\n`;
  await writeFile(join(programs, 'npm'), text, { mode: 0o755 });
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${programs}:${process.env['PATH']}` };
    execFile(script, { env }, (error, stdout) => {
      resolve({ status: error ? error.code : 0, lines: stdout.trimEnd().split('\n') });
    });
  });
}

const install = 'echo added 300 packages';

it('repeats the closing line of the tests as its own last line', async () => {
  const { status, lines } = await run({ install, test: 'echo "9 passed, 0 failed"; echo npm notice >&2' });
  expect([status, lines.at(-1)]).toEqual([0, '9 passed, 0 failed']);
  expect(lines).toContain('added 300 packages');
  expect(lines).toContain('npm notice');
});

it('fails with the tests', async () => {
  const { status, lines } = await run({ install, test: 'echo "9 passed, 2 failed"; exit 1' });
  expect([status, lines.at(-1)]).toEqual([1, '9 passed, 2 failed']);
});

it.each([
  ['stops at types or lint', { install, test: 'echo error TS2322; exit 2' }, 2],
  ['cannot install', { install: 'exit 1', test: 'echo "9 passed, 0 failed"' }, 1],
  ['does not count', { install, test: 'true' }, 1],
])('has failed at something when npm %s', async (_, npm, expected) => {
  const { status, lines } = await run(npm);
  expect([status, lines.at(-1)]).toEqual([expected, '0 passed, 1 failed']);
});

it('keeps the count of a run that failed at the end only', async () => {
  const { status, lines } = await run({ install, test: 'echo "9 passed, 0 failed"; exit 1' });
  expect([status, lines.at(-1)]).toEqual([1, '9 passed, 1 failed']);
});
