import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** How long pages are waited for, in milliseconds: a machine that is busy with something else must not fail a test. */
const patienceMs = 50_000;

/** A page for a test, and what becomes of it afterwards. */
export interface BorrowedPage {
  readonly page: Page;
  /**
   * To be called when the test is over: the next one may have the page then.
   * @param passed one that did not may go on with the page, or have left it in any state
   */
  giveBack(passed: boolean): Promise<void>;
}

interface KnownPage {
  readonly page: Page;
  /** Where it has been: its browser may hold what was kept there. */
  readonly origins: Set<string>;
}

/** The members of a page that leave nothing behind for the next test, or nothing that is not taken back. */
const harmless: ReadonlySet<PropertyKey> = new Set<keyof Page>([
  'emulateMedia',
  'evaluate',
  'frameLocator',
  'frames',
  'getByRole',
  'getByText',
  'goto',
  'keyboard',
  'locator',
  'reload',
  'request',
  'route',
  'unroute',
  'url',
  'waitForEvent',
]);

const idle = new WeakMap<object, Map<string, KnownPage>>();

/**
 * A page of a context of its own; one that an earlier test gave back where there is one, since new processes for the page
 * and for the widget's frame take as long as most tests. It is handed on only where the test before touched nothing of it
 * but what is `harmless`, and has never been where this test goes: each sandbox has addresses of its own, and with them
 * storage, locks and caches.
 * @param origin of the widget's frame
 */
export async function borrowPage(
  browser: Pick<Browser, 'newContext'>,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<BorrowedPage> {
  const pages = idle.get(browser) ?? new Map<string, KnownPage>();
  idle.set(browser, pages);
  const kind = JSON.stringify(options);
  const known = pages.get(kind);
  pages.delete(kind);
  const isFit = known && !known.page.isClosed() && !known.origins.has(origin);
  if (!isFit) await known?.page.context().close();
  const { page, origins } = isFit ? known : await newPage(await browser.newContext(options));
  origins.add(origin);

  const touched = new Set<PropertyKey>();
  const watched = new Proxy(page, {
    get(target, member) {
      touched.add(member);
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    page: watched,
    async giveBack(passed) {
      const context = page.context();
      const isClean = [...touched].every((member) => harmless.has(member)) && context.pages().length === 1;
      if (!passed || !isClean || !(await isReset(page, options))) return context.close();
      await pages.get(kind)?.page.context().close();
      pages.set(kind, { page, origins });
    },
  };
}

/** Takes back what is harmless. What the page showed ends here: it must not go on beside other tests. */
async function isReset(page: Page, { colorScheme = 'light', forcedColors = 'none' }: BrowserContextOptions) {
  try {
    await page.goto('about:blank');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.mouse.move(0, 0);
    await page.emulateMedia({ colorScheme, forcedColors });
    return true;
  } catch {
    return false;
  }
}

async function newPage(context: BrowserContext): Promise<KnownPage> {
  context.setDefaultTimeout(patienceMs);
  return { page: await context.newPage(), origins: new Set() };
}
