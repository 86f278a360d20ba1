import type { Frame, Page } from 'playwright-core';

/** The widget's own frame on a page of the sandbox; it is another one after each reload. */
export function widgetFrame(page: Page): Frame {
  const frame = page.frames().find((one) => one.parentFrame());
  if (!frame) throw new Error('the page has no frame');
  return frame;
}

/** Gives the widget's frame a slow line out. */
export async function slowLine(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(widgetFrame(page));
  await session.send('Network.enable');
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond };
  await session.send('Network.emulateNetworkConditions', conditions);
}
