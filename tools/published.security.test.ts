import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkContent } from './content-rules.ts';
import { readSources } from './regexes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What secrets look like, wherever they come from. */
const secretLooks = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}/,
  /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abp]-[\w-]{20,}|npm_\w{36}|AIza[\w-]{35})\b/,
  /\b1000\.[0-9a-f]{32}\.[0-9a-f]{32}\b/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
];

/** Made up for tests of what looks like a secret, and for nothing else. */
const madeUp = [
  '1000.8cb99d2f5b1e4a7c9d3e6f0a1b2c3d4e.ffeeddccbbaa99887766554433221100',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLW9mLXRoZS1wYXNz',
];

function secretsIn(text: string): readonly string[] {
  const rest = madeUp.reduce((left, one) => left.replaceAll(one, ''), text);
  return secretLooks.flatMap((look) => look.exec(rest)?.[0].slice(0, 8) ?? []);
}

describe('what everybody can read', () => {
  it('holds no secret: the files of the repository', async () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
    const paths = tracked.filter((path) => path !== '' && !path.endsWith('.png') && existsSync(join(root, path)));
    expect(paths.length).toBeGreaterThan(500);
    const found = paths.flatMap((path) =>
      secretsIn(readFileSync(join(root, path), 'utf8')).map((start) => `${path}: ${start}…`),
    );
    expect(found).toEqual([]);
    expect(tracked.filter((path) => /(?:^|\/)(?:\.env|\.npmrc|gateway\.json|.*\.(?:pem|key|p12))$/.test(path))).toEqual(
      [],
    );
  });

  it('holds no secret: the built widget, which is all that the packages have', async () => {
    if (!existsSync(join(root, 'app/widget.html')))
      throw new Error('The widget is not built: run npm run build first.');
    const files = (await readdir(join(root, 'app'), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(40);
    for (const { parentPath, name } of files) {
      const bytes = await readFile(join(parentPath, name));
      expect([name, ...checkContent(name, bytes), ...secretsIn(bytes.toString('latin1'))]).toEqual([name]);
    }
  });

  it('would be found', () => {
    const key = `1000.${'0a'.repeat(16)}.${'b1'.repeat(16)}`;
    expect(secretsIn(`const key = "${key}"`)).toEqual(['1000.0a0']);
    expect(secretsIn(`-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(8)}`)).toHaveLength(1);
  });
});

describe('what is never done with foreign bytes', () => {
  const never = [
    [
      'unpack them',
      /\b(?:DecompressionStream|gunzip|createGunzip|inflate|createInflate|brotliDecompress|createUnzip)\b/,
    ],
    [
      'make a page of them',
      /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc)\b|document\.write/,
    ],
    ['run them', /(?<!redis\.)\beval\(|\bnew Function\(|\bsetTimeout\(\s*['"`]|\bchild_process\b|\bnode:vm\b/],
  ] as const;

  it.each(never)('is to %s', async (_, call) => {
    const sources = await readSources(root, ['contract', 'widget', 'server/gateway', 'server/destinations']);
    expect(sources.filter(({ text }) => call.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('packages of others', () => {
  const Lock = z.object({
    packages: z.record(
      z.string(),
      z.object({
        license: z.string().optional(),
        integrity: z.string().optional(),
        dev: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  });
  const { '': _, ...packages } = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))).packages;
  const all = Object.entries(packages);

  it('are exactly those that were locked: each has its sum', () => {
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  });

  it('run nothing when they are installed for production', () => {
    expect(all.filter(([, one]) => one.hasInstallScript && !one.dev).map(([path]) => path)).toEqual([]);
  });

  it('may be used in production by anybody', () => {
    const free = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
    const others = all.filter(([, { license = '', dev }]) => !dev && !free.includes(license));
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});
