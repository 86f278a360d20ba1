import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { borrowPage } from './borrowed-page.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();
const origin = (port: number): string => `http://localhost:${port}`;

async function openAnother(page: Page): Promise<void> {
  const opened = page.waitForEvent('popup');
  await page.evaluate(() => void window.open('about:blank'));
  await opened;
}

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

describe('a page that was given back', () => {
  it('is the next one, without the routes and the media of the one before', async () => {
    const first = await borrowPage(browser, origin(1));
    await first.page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: 'routed' }));
    await first.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await first.page.goto('http://anexo.invalid/');
    expect(await first.page.locator('body').innerText()).toBe('routed');
    await first.giveBack(true);
    const contexts = browser.contexts();
    expect(contexts).toHaveLength(1);

    const second = await borrowPage(browser, origin(2));
    expect(browser.contexts()).toEqual(contexts);
    expect(second.page.url()).toBe('about:blank');
    const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];
    expect(await second.page.evaluate((all) => all.filter((one) => matchMedia(one).matches), media)).toEqual([]);
    await expect(second.page.goto('http://anexo.invalid/')).rejects.toThrow('net::');
  });

  it.each<[string, boolean, (page: Page) => Promise<unknown>]>([
    ['something was done to it that lasts', true, (page) => page.clock.install()],
    ['it opened another', true, openAnother],
    ['its test failed', false, async () => undefined],
  ])('is closed where %s', async (_, passed, use) => {
    const { page, giveBack } = await borrowPage(browser, origin(1));
    await use(page);
    await giveBack(passed);
    expect(browser.contexts()).toEqual([]);
  });

  it.each([
    ['goes where it has been', origin(1), {}, 1],
    ['is of another kind', origin(2), { hasTouch: true }, 2],
  ])('is not for a test that %s', async (_, next, options, contexts) => {
    await (await borrowPage(browser, origin(1))).giveBack(true);
    const before = browser.contexts();
    expect(before).toHaveLength(1);
    const { page, giveBack } = await borrowPage(browser, next, options);
    expect(browser.contexts()).toHaveLength(contexts);
    expect(before).not.toContain(page.context());
    await giveBack(true);
  });

  it('goes to one test at a time; of two that come back one is kept', async () => {
    const first = await borrowPage(browser, origin(1));
    const second = await borrowPage(browser, origin(2));
    expect(browser.contexts()).toHaveLength(2);
    await second.giveBack(true);
    await first.giveBack(true);
    expect(browser.contexts()).toHaveLength(1);
    await borrowPage(browser, origin(3));
    expect(browser.contexts()).toHaveLength(1);
  });
});
