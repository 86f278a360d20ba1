import { afterEach, describe, expect, it } from 'vitest';
import { borrowPage } from './borrowed-page.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();
const origin = (port: number): string => `http://localhost:${port}`;

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

describe('a page that was given back', () => {
  it('is the next one, without the routes and the media of the one before', async () => {
    const first = await borrowPage(browser, origin(1));
    await first.page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: 'routed' }));
    await first.page.emulateMedia({ colorScheme: 'dark' });
    await first.page.goto('http://anexo.invalid/');
    expect(await first.page.locator('body').innerText()).toBe('routed');
    await first.giveBack();
    const [context] = browser.contexts();

    const second = await borrowPage(browser, origin(2));
    expect(browser.contexts()).toEqual([context]);
    expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false);
    await expect(second.page.goto('http://anexo.invalid/')).rejects.toThrow('net::');
  });

  it('is closed where something was done to it that lasts', async () => {
    const { page, giveBack } = await borrowPage(browser, origin(1));
    await page.clock.install();
    await giveBack();
    expect(browser.contexts()).toEqual([]);
  });

  it.each([
    ['has been where the test goes', origin(1), {}],
    ['is of another kind', origin(2), { hasTouch: true }],
  ])('is left alone where it %s', async (_, next, options) => {
    await (await borrowPage(browser, origin(1))).giveBack();
    const before = browser.contexts();
    await borrowPage(browser, next, options);
    expect(browser.contexts()).toHaveLength(before.length + 1);
  });

  it('goes to one test at a time', async () => {
    await (await borrowPage(browser, origin(1))).giveBack();
    await borrowPage(browser, origin(2));
    await borrowPage(browser, origin(3));
    expect(browser.contexts()).toHaveLength(2);
  });
});
