import type { Page } from 'playwright-core';

/**
 * Lets no request to these addresses through: what the panel says meanwhile stands for as long as a test looks.
 * @param word that must be in a request's body for it to be held; all are where it is absent
 * @returns what lets them go
 */
export async function hold(page: Page, addresses: string, word?: string): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(addresses, async (route) => {
    if (word === undefined || route.request().postDataBuffer()?.includes(word)) await held;
    await route.continue();
  });
  return letGo;
}

/** Keeps uploads by Desk's connector on their way. @returns what lets them go */
export const holdUploads = (page: Page): Promise<() => void> => hold(page, '**/sandbox/request', '"type":"POST"');
