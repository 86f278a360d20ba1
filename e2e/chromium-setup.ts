import { ensureChromium } from './browser.ts';

/**
 * Runs before the browser tests: without a Chromium they fail here, with a word on what to do. They are never skipped
 * in silence.
 */
export default async function setup(): Promise<void> {
  await ensureChromium();
}
