import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launch } from '../../e2e/browser.ts';
import { findProjectRoot } from '../../server/sandbox/project.ts';
import { sumOf, weigh } from '../../tools/size.ts';
import { median, printTable, type Row, say, verdict } from '../table.ts';
import { type Contestant, peer, startAnexo } from './contestants.ts';
import { type Readiness, timeReady, watchScrolling, watchUploads } from './measure.ts';
import { assetsOf, type PeerPages, startPeerPages } from './peer-pages.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 15);
const longestTaskMs = 50;
const rowCount = 500;
const mostLostMs = 1000;
const mostBytes = { first: 24_000, all: 45_000 };

/** Measures the widget beside Uppy and FilePond, each in a frame of another site, in the same Chromium. */
export async function benchWidget(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-bench-files-'));
  const pages = await startPeerPages();
  const browser = await launch({ whole: true });
  const ours = [await startAnexo('connector'), await startAnexo('gateway')];
  const peers = [peer(pages, 'uppy', 'Uppy: core, dashboard, xhr-upload'), peer(pages, 'filepond', 'FilePond')];
  const bare = peer(pages, 'bare', 'A file input in an empty page, the bound');
  try {
    say(`Widgets beside each other. Chromium ${browser.version()}, Node ${process.version}`);
    await printSizes(pages);
    await printReady(browser, [...ours.slice(0, 1), ...peers, bare], pages.observer);
    const large = await writeFiles(folder, 10, 10 * 1024 * 1024);
    await printLongTasks(browser, [...ours, ...peers], pages.observer, large);
    const rows = await writeFiles(folder, rowCount, 20);
    await printScrolling(browser, [...ours.slice(0, 1), ...peers], pages.observer, rows);
  } finally {
    await browser.close();
    for (const one of [...ours, ...peers]) await one.close();
    await pages.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param bytes of each */
async function writeFiles(folder: string, count: number, bytes: number): Promise<readonly string[]> {
  const paths = Array.from({ length: count }, (_, at) => join(folder, `file of ${bytes} bytes ${at + 1}.txt`));
  for (const [at, path] of paths.entries()) await writeFile(path, `${at}`.padEnd(bytes, 'Anexo\n'));
  return paths;
}

async function printSizes(pages: PeerPages): Promise<void> {
  const app = join(findProjectRoot(), 'app');
  const languages = (await readdir(join(app, 'translations'))).map((name) => name.replace('.json', ''));
  const files = await weigh(app, languages);
  const first = sumOf(files, 'first');
  const sizes: [title: string, bytes: number, most?: number][] = [
    ['Anexo, before its panel can be used', first, mostBytes.first],
    ['Anexo, all but translations', sumOf(files, 'first', 'later'), mostBytes.all],
  ];
  for (const [name, title] of [
    ['uppy', 'Uppy: core, dashboard, xhr-upload'],
    ['filepond', 'FilePond'],
  ] as const) {
    const assets = await Promise.all(
      (await assetsOf(pages.folder, name)).map((path) => readFile(join(pages.folder, path))),
    );
    sizes.push([title, assets.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0)]);
  }
  say('\nScripts and style sheets after gzip -9');
  printTable(
    ['', 'bytes', 'ratio to the first', 'aim', ''],
    sizes.map(([title, bytes, most]) => [
      title,
      String(bytes),
      (bytes / first).toFixed(2),
      ...(most === undefined ? ['', ''] : [`≤ ${most}`, verdict(bytes <= most)]),
    ]),
  );
}

async function printReady(browser: Browser, contestants: readonly Contestant[], observer: string): Promise<void> {
  const times = new Map<Contestant, Readiness[]>(contestants.map((one) => [one, []]));
  // The first round warms the browser up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of contestants) {
      const ready = await timeReady(browser, one, observer);
      if (round > 0) times.get(one)?.push(ready);
    }
  }
  const figure = (one: Contestant | undefined, name: keyof Readiness): number =>
    median((one ? (times.get(one) ?? []) : []).map((ready) => ready[name]));
  say(`\nUntil files can be picked, ms, p50 of ${rounds}, cold caches`);
  printTable(
    ['', 'from when the page began', 'until that is drawn', 'from when its document began to arrive'],
    contestants.map((one) => [
      one.title,
      ...(['fromPageMs', 'drawnMs', 'fromAnswerMs'] as const).map((name) => figure(one, name).toFixed(0)),
    ]),
  );
  const [mine, uppy] = contestants;
  const ratio = figure(mine, 'fromPageMs') / figure(uppy, 'fromPageMs');
  say(
    `From when the page began, Anexo takes ${ratio.toFixed(2)} of Uppy's time  aim ≤ 0.33  ${verdict(ratio <= 1 / 3)}`,
  );
}

async function printLongTasks(
  browser: Browser,
  contestants: readonly Contestant[],
  observer: string,
  files: readonly string[],
): Promise<void> {
  const rows: Row[] = [];
  for (const one of contestants) {
    const tasks = await watchUploads(browser, one, observer, files);
    const longest = Math.max(0, ...tasks);
    const aim = one.title.startsWith('Anexo') ? ['0', verdict(tasks.length === 0)] : ['', ''];
    rows.push([one.title, String(tasks.length), longest === 0 ? `< ${longestTaskMs}` : longest.toFixed(0), ...aim]);
  }
  say(`\nTasks of over ${longestTaskMs} ms in the frame while ten 10 MB files go out`);
  printTable(['', 'tasks', 'longest, ms', 'aim', ''], rows);
}

async function printScrolling(
  browser: Browser,
  contestants: readonly Contestant[],
  observer: string,
  files: readonly string[],
): Promise<void> {
  const rows: Row[] = [];
  for (const one of contestants) {
    const seen = await watchScrolling(browser, one, observer, files).catch((error: Error) => error.message);
    if (typeof seen === 'string') {
      rows.push([one.title, seen]);
      continue;
    }
    const { longestMs, lostMs } = seen;
    const aim = one.title.startsWith('Anexo') ? [`< ${mostLostMs}`, verdict(lostMs < mostLostMs)] : ['', ''];
    rows.push([one.title, longestMs.toFixed(0), lostMs.toFixed(0), ...aim]);
  }
  say(`\nScrolling through ${rowCount} rows, down and up`);
  printTable(['', 'longest without a picture, ms', 'pictures lost, ms', 'aim', ''], rows);
}
