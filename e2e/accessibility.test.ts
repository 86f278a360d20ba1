import type { Frame } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasPassed } from './agent.ts';
import { findBarriers } from './barriers.ts';
import { openState } from './open-state.ts';
import { states } from './states.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

/** Whether anything must be scrolled to sideways. */
const isTooWide = (frame: Frame) =>
  frame.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Where the product does not tell what its user wants, the browser does. */
const isDark = (): boolean =>
  document.documentElement.dataset['appearance'] !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches;

const isForced = (): boolean => matchMedia('(forced-colors: active)').matches;

describe('an upload under way', () => {
  const [sending] = states.filter(({ name }) => name === 'sending');

  it.each([
    ['no-preference', true],
    ['reduce', false],
  ] as const)('moves only where the agent does not mind: %s', async (reducedMotion, moves) => {
    if (!sending) throw new Error('there is no such state');
    const { frame, close } = await openState(browser, sending, {}, { reducedMotion });
    onTestFinished((test) => close(hasPassed(test)));
    await expect.poll(() => frame().evaluate(() => document.getAnimations().length > 0)).toBe(moves);
  });
});

/** In every language: `locales.test.ts`. */
describe('axe-core finds nothing', () => {
  it.each(states)('in the state $name: light, dark, in forced colours, with text twice as large', async (state) => {
    const opened = await openState(browser, state, { width: 320 }, { reducedMotion: 'reduce' });
    onTestFinished((test) => opened.close(hasPassed(test)));
    const { frame, page, sandbox } = opened;
    expect(await findBarriers(frame()), 'light').toEqual([]);
    sandbox.switches.patch({ appearance: 'dark' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => frame().evaluate(isDark)).toBe(true);
    expect(await findBarriers(frame()), 'dark').toEqual([]);
    await page.emulateMedia({ forcedColors: 'active' });
    await expect.poll(() => frame().evaluate(isForced)).toBe(true);
    // The colours are the user's own; axe-core takes them from a property that is not the one that is forced.
    expect(await findBarriers(frame(), ['color-contrast']), 'in forced colours').toEqual([]);
    await page.emulateMedia({ forcedColors: 'none' });
    await frame().evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    expect(await findBarriers(frame()), 'with large text').toEqual([]);
    expect(await isTooWide(frame()), 'with large text, something is too wide').toBe(false);
  });
});
