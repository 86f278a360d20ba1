import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** How long pages are waited for, in milliseconds: a machine that is busy with something else must not fail a test. */
const patienceMs = 50_000;

/** A page for a test, and what becomes of it afterwards. */
export interface BorrowedPage {
  readonly page: Page;
  /** To be called when the test is over: the next one may have the page then. */
  giveBack(): Promise<void>;
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
  'mouse',
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
    async giveBack() {
      if (page.isClosed() || [...touched].some((member) => !harmless.has(member))) return page.context().close();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.mouse.move(0, 0);
      if (touched.has('emulateMedia')) await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
      pages.set(kind, { page, origins });
    },
  };
}

async function newPage(context: BrowserContext): Promise<KnownPage> {
  context.setDefaultTimeout(patienceMs);
  return { page: await context.newPage(), origins: new Set() };
}
