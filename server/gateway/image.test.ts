import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readImports } from '../../tools/arrows.ts';
import { configurationFor, configured } from './test-gateway.suite.ts';

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

it('the image runs as a user to whom nothing in it belongs', async () => {
  const text = await readFile(`${root}Dockerfile`, 'utf8');
  const last = text.split(/^(?=FROM )/m).at(-1) ?? '';
  expect([...last.matchAll(/^USER (.*)$/gm)].map(([, user]) => user)).toEqual(['node']);
  expect(last).not.toContain('--chown');
});

describe('the container', () => {
  /** The settings of the gateway as the file writes them; those that go over several lines with these joined. */
  async function readService(): Promise<ReadonlyMap<string, string>> {
    const text = (await readFile(`${root}compose.yaml`, 'utf8')).replace(/ +#.*$/gm, '');
    const block = /^ {2}gateway:\n((?: {4}.*\n)+)/m.exec(text)?.[1] ?? '';
    const settings = block.matchAll(/^ {4}(\w+):(.*\n(?: {6}.*\n)*)/gm);
    return new Map([...settings].map(([, key = '', value = '']) => [key, value.trim()]));
  }

  const { stopSeconds, spoolBytes } = configured(configurationFor('http://127.0.0.1'));

  it('can write nowhere but to /tmp, of which nothing is run', async () => {
    const service = await readService();
    expect(service.get('read_only')).toBe('true');
    const [, mebibytes, options] = /^- \/tmp:size=(\d+)m,(\S+)$/.exec(service.get('tmpfs') ?? '') ?? [];
    expect(options?.split(',')).toEqual(expect.arrayContaining(['noexec', 'nosuid', 'nodev']));
    expect(Number(mebibytes) * 1024 * 1024).toBeGreaterThan(spoolBytes);
  });

  it('has no privileges and gets none', async () => {
    const service = await readService();
    expect(service.get('cap_drop')).toBe('[ALL]');
    expect(service.get('security_opt')).toBe("['no-new-privileges:true']");
    expect([...service.keys()]).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:privileged|cap_add|user)$/)]),
    );
  });

  it('is given longer to stop than the gateway waits for what is in flight', async () => {
    const [, seconds] = /^(\d+)s$/.exec((await readService()).get('stop_grace_period') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(stopSeconds);
  });
});
