import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import manifest from '../plugin-manifest.json' with { type: 'json' };
import type { Browser } from './agent.ts';
import { launch } from './browser.ts';
import { type OpenState, openState } from './open-state.ts';
import { type PanelState, states } from './states.ts';

let browser: Browser;
let source: string;
beforeAll(async () => {
  source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  browser = await launch();
});
afterAll(() => browser.close());

/** What axe-core finds, each with its first place. */
async function barriers(frame: Frame, { without = [] }: { without?: string[] } = {}): Promise<string[]> {
  await frame.evaluate(source);
  const { violations } = await frame.evaluate(async (rules): Promise<axe.AxeResults> => {
    // Transitions half-way have colours of their own.
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
    const { axe: run } = window as unknown as { axe: typeof axe };
    const disabled = Object.fromEntries(rules.map((rule) => [rule, { enabled: false }]));
    return run.run(document, { resultTypes: ['violations'], rules: disabled });
  }, without);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} – ${nodes[0]?.failureSummary}`);
}

/** Whether anything is cut off or must be scrolled to sideways. */
const isTooWide = (frame: Frame) =>
  frame.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Where the product does not tell what its user wants, the browser does. */
const isDark = (): boolean =>
  document.documentElement.dataset['appearance'] !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches;

/** The colours follow the switch a moment later. */
const isForced = (): boolean => getComputedStyle(document.body).color === 'rgb(0, 0, 0)';

async function open(
  state: PanelState,
  ...rest: Parameters<typeof openState> extends [unknown, unknown, ...infer R] ? R : never
): Promise<OpenState> {
  const opened = await openState(browser, state, ...rest);
  onTestFinished(() => opened.close());
  return opened;
}

describe('axe-core finds nothing', () => {
  it.each(states)('in the state "$name": light, dark, in forced colours, with text twice as large', async (state) => {
    const { frame, page, sandbox } = await open(state, { width: 320 }, { reducedMotion: 'reduce' });
    expect(await barriers(frame()), 'light').toEqual([]);
    sandbox.switches.patch({ appearance: 'dark' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => frame().evaluate(isDark)).toBe(true);
    expect(await barriers(frame()), 'dark').toEqual([]);
    await page.emulateMedia({ forcedColors: 'active' });
    await expect.poll(() => frame().evaluate(isForced)).toBe(true);
    // The colours are the user's own; axe-core takes them from a property that is not the one that is forced.
    expect(await barriers(frame(), { without: ['color-contrast'] }), 'in forced colours').toEqual([]);
    await page.emulateMedia({ forcedColors: 'none' });
    await frame().evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    expect(await barriers(frame()), 'with large text').toEqual([]);
    expect(await isTooWide(frame()), 'with large text, something is too wide').toBe(false);
  });

  const spoken = states.filter(({ name }) => ['refused', 'delivered beside older files', 'settings'].includes(name));
  it.each(manifest.locale.flatMap((language) => spoken.map((state) => ({ language, name: state.name, state }))))(
    'in $language, in the state "$name"',
    async ({ language, state }) => {
      const { frame } = await open(state, { width: 320, language }, { reducedMotion: 'reduce' });
      expect(await barriers(frame())).toEqual([]);
      expect(await isTooWide(frame())).toBe(false);
    },
  );
});
