import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { staticImports, sumOf, weigh } from './size.ts';

const app = fileURLToPath(new URL('../app/', import.meta.url));

/**
 * Bytes after gzip, in Desk: all that is loaded before the panel can be used; and everything but translations, whether or not
 * it is ever needed. Zoho CRM and Bigin load the same and a part of their own. The aim for all is 45,000: what is here
 * holds the line until it is met.
 */
const budget = { first: 24_000, all: 65_200, record: 5_420 };

/** The settings page is opened rarely, and by few. */
const settingsBudget = 28_000;

describe('the built widget', () => {
  it('is as light as promised', async () => {
    if (!existsSync(join(app, 'widget.html'))) throw new Error('The widget is not built: run npm run build first.');
    const languages = (await readdir(join(app, 'translations'))).map((name) => name.replace('.json', ''));
    const files = await weigh(app, languages);
    const first = sumOf(files, 'first');
    const all = sumOf(files, 'first', 'later');
    const lines = files.map(({ path, bytes, when }) => `  ${String(bytes).padStart(6)}  ${when.padEnd(11)}  ${path}`);
    const record = sumOf(files, 'record', 'record-later');
    const sums = `first ${first} of ${budget.first}, all ${all} of ${budget.all}, record ${record} of ${budget.record} bytes`;
    process.stdout.write(`${['Widget, after gzip -9:', ...lines, `  ${sums}`].join('\n')}\n`);
    expect(files.filter(({ when, path }) => when === 'first' && path.endsWith('.js'))).not.toEqual([]);
    expect(files.filter(({ when, path }) => when === 'first' && path.endsWith('.css'))).toHaveLength(1);
    // A style sheet of its own would not be waited for: later ones travel as text in their script.
    expect(files.filter(({ when, path }) => when !== 'first' && !path.endsWith('.js'))).toEqual([]);
    expect(files.filter(({ when }) => when === 'translation')).toHaveLength(languages.length - 1);
    expect(first, sums).toBeLessThanOrEqual(budget.first);
    expect(all, sums).toBeLessThanOrEqual(budget.all);
    for (const part of ['record', 'record-later']) {
      expect(files.filter(({ when }) => when === part)).toHaveLength(1);
    }
    expect(record, sums).toBeLessThanOrEqual(budget.record);
    expect(sumOf(files, 'first', 'record'), sums).toBeLessThanOrEqual(budget.first);
  });
});

describe('the built settings page', () => {
  it('is light too, and shares no file with the widget', async () => {
    const languages = (await readdir(join(app, 'translations'))).map((name) => name.replace('.json', ''));
    const files = await weigh(app, languages, 'settings', 'settings');
    const sum = sumOf(files, 'first', 'later');
    process.stdout.write(`Settings page, after gzip -9: ${sum} of ${settingsBudget} bytes\n`);
    expect(sum).toBeLessThanOrEqual(settingsBudget);
    expect(files.every(({ path }) => path.startsWith('settings/'))).toBe(true);
    expect(files.filter(({ when }) => when === 'translation')).toHaveLength(languages.length - 1);
  });
});

describe('weigh', () => {
  it('counts what the page names and its static imports as first, all else as later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anexo-size-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const files = {
      'widget.html':
        '<script src="https://js.example.com/sdk.js"></script><script type="module" src="./assets/a-1.js"></script><link rel="stylesheet" href="./assets/a-2.css">',
      'assets/a-1.js': 'import{a as b}from"./b-3.js";import("./c-4.js")',
      'assets/a-2.css': 'p{color:red}',
      'assets/b-3.js': 'export{x}from"./d-5.js"',
      'assets/c-4.js': 'import"./b-3.js"',
      'assets/d-5.js': 'export const x=1',
      'assets/pt-6.js': 'export default {}',
      'assets/record-part-7.js': 'import "./b-3.js"',
      'assets/record-part-later-8.js': 'export {}',
    };
    await mkdir(join(folder, 'assets'));
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    const weighed = await weigh(folder, ['en', 'pt']);
    expect(weighed.map(({ path, when }) => [path, when])).toEqual([
      ['assets/a-1.js', 'first'],
      ['assets/a-2.css', 'first'],
      ['assets/b-3.js', 'first'],
      ['assets/c-4.js', 'later'],
      ['assets/d-5.js', 'first'],
      ['assets/pt-6.js', 'translation'],
      ['assets/record-part-7.js', 'record'],
      ['assets/record-part-later-8.js', 'record-later'],
    ]);
    expect(sumOf(weighed, 'later')).toBe(gzipSync(files['assets/c-4.js'], { level: 9 }).length);
    expect(sumOf(weighed, 'later', 'translation')).toBeGreaterThan(sumOf(weighed, 'later'));
  });

  it.each([
    ['import{a as b,c}from"./x.js";', ['assets/x.js']],
    ['import e,{a}from"./x.js";import*as f from"./y.js"', ['assets/x.js', 'assets/y.js']],
    ['import"./x.js";export*from"./y.js"', ['assets/x.js', 'assets/y.js']],
    ['import("./x.js");const t=()=>import(`./y.js`)', []],
  ])('%s', (code, expected) => {
    expect(staticImports('assets/a.js', code)).toEqual(expected);
  });
});
