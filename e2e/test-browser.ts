import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { type LaunchOptions, launch } from './browser.ts';

const running = new Map<boolean, Browser>();

/**
 * The browser for a file of tests, which is called for at the file's top. Files that run in one process after another share
 * it, since to start one takes as long as a test: each is rid of the pages that it left open. It ends with the process.
 */
export async function testBrowser({ whole = false }: Pick<LaunchOptions, 'whole'> = {}): Promise<Browser> {
  const known = running.get(whole);
  const browser = known?.isConnected() ? known : await launch({ whole });
  running.set(whole, browser);
  afterAll(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  return browser;
}
