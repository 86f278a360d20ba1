import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const root = fileURLToPath(new URL('../', import.meta.url));
const inDocs = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...inDocs.map((name) => `docs/${name}`)];

const read = (page: string) => readFile(join(root, page), 'utf8');

/** What follows `#` in the address of each heading, as forges make it. */
function anchorsOf(markdown: string): readonly string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^ *```[\s\S]*?^ *```/gm, '');
}

describe.each(pages)('%s', (page) => {
  it('leads to files and headings that are there', async () => {
    const markdown = withoutCode(await read(page));
    const links = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken: string[] = [];
    for (const link of links.filter((one) => !/^[a-z]+:/.test(one))) {
      const [path = '', anchor] = link.split('#');
      const target = path ? relative(root, join(root, dirname(page), path)) : page;
      if (!existsSync(join(root, target))) broken.push(link);
      else if (anchor !== undefined && !anchorsOf(await read(target)).includes(anchor)) broken.push(link);
    }
    expect(broken).toEqual([]);
  });

  it('names commands that package.json has', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    const named = [...(await read(page)).matchAll(/\bnpm run ([a-z][\w:]*)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it('uses every picture in docs', async () => {
  const markdown = (await Promise.all(pages.map(read))).join('\n');
  const pictures = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.png'));
  const unused = pictures.filter((name) => !markdown.includes(name.split('/').at(-1) ?? name));
  expect(unused).toEqual([]);
});
