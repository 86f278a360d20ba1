import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { findProjectRoot } from '../server/sandbox/project.ts';
import { launch } from './browser.ts';
import { openState } from './open-state.ts';
import { type PanelState, states } from './states.ts';

const looks = ['light', 'dark'] as const;
const widths = [320, 400] as const;
const languages = ['en', 'ar'] as const;

/** Pictures of every state: each width, light and dark, from left to right and from right to left; and sheets of them. */
async function main(): Promise<void> {
  const folder = join(findProjectRoot(), '.cache/states');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const browser = await launch({ whole: true });
  try {
    for (const language of languages) for (const state of states) await takeAll(browser, state, language, folder);
    for (const language of languages) {
      for (const look of looks) for (const width of widths) await makeSheet(browser, { language, look, width }, folder);
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(`${states.length} states, each in 8 pictures, are in ${folder}\n`);
}

interface Variant {
  readonly language: (typeof languages)[number];
  readonly look: (typeof looks)[number];
  readonly width: (typeof widths)[number];
}

const nameOf = (state: PanelState, { language, look, width }: Variant): string =>
  `${state.name.replace(/\W+/g, '-')}.${language}.${look}.${width}.png`;

async function takeAll(
  browser: Browser,
  state: PanelState,
  language: Variant['language'],
  folder: string,
): Promise<void> {
  const options = { reducedMotion: 'reduce', viewport: { width: 1280, height: 1000 } } as const;
  const { page, sandbox, panel, frame, close } = await openState(browser, state, { language, width: 320 }, options);
  try {
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look });
      for (const width of widths) {
        sandbox.switches.patch({ appearance: look, width });
        // The panel has an edge within its width; the settings page has the whole window.
        if (state.path !== '/settings')
          await frame().waitForFunction((wanted) => Math.abs(innerWidth - wanted) <= 1, width);
        await panel.locator('main').waitFor();
        await page.locator('iframe').screenshot({ path: join(folder, nameOf(state, { language, look, width })) });
      }
    }
  } finally {
    await close(true);
  }
}

async function makeSheet(browser: Browser, variant: Variant, folder: string): Promise<void> {
  const figures = states.map(
    (state) => `<figure><figcaption>${state.name}</figcaption><img src="${nameOf(state, variant)}"></figure>`,
  );
  const style = `body{display:flex;flex-wrap:wrap;gap:12px;margin:12px;font:14px sans-serif}figure{margin:0}img{border:1px solid #888}`;
  const sheet = join(folder, `sheet.${variant.language}.${variant.look}.${variant.width}`);
  await writeFile(`${sheet}.html`, `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join('')}`);
  const page = await browser.newPage({ viewport: { width: (variant.width + 14) * 7 + 30, height: 800 } });
  await page.goto(pathToFileURL(`${sheet}.html`).href);
  await page.screenshot({ path: `${sheet}.png`, fullPage: true });
  await page.close();
}

await main();
