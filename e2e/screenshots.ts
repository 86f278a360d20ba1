import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findProjectRoot } from '../server/sandbox/project.ts';
import { freePorts, startSandbox } from '../server/sandbox/sandbox.ts';
import { launch } from './browser.ts';
import { type Picture, pictures, type Samples, writeSamples } from './pictures.ts';

/** Makes all pictures of the documentation from the sandbox. */
async function main(): Promise<void> {
  const target = join(findProjectRoot(), 'docs');
  const folder = await mkdtemp(join(tmpdir(), 'anexo-screenshots-'));
  const browser = await launch({ whole: true });
  try {
    const samples = await writeSamples(folder);
    for (const picture of pictures) await take(browser, picture, samples, join(target, `${picture.name}.png`));
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each in a sandbox of its own: nothing of one picture is to be seen in the next. */
async function take(
  browser: Browser,
  { path, switches, bare, play }: Picture,
  samples: Samples,
  target: string,
): Promise<void> {
  const sandbox = await startSandbox({ ports: freePorts });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  try {
    sandbox.switches.patch(switches);
    const page = await context.newPage();
    await page.goto(new URL(path, sandbox.url).href);
    if (bare) await page.locator('#bar').evaluate((bar) => bar.remove());
    await play(page, sandbox, samples);
    await mkdir(dirname(target), { recursive: true });
    await page.screenshot({ path: target });
  } finally {
    await context.close();
    await sandbox.close();
  }
}

await main();
