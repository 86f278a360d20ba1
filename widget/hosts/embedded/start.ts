import { type Clock, systemClock, tooLate, within } from '../../clock.ts';
import type { HostStart } from '../host.ts';
import { createEmbeddedHost, firstIn } from './host.ts';
import { type EmbeddedProduct, type EmbeddedSdk, readSdk } from './sdk.ts';

/** The window in which the widget runs, as far as its start looks at it. */
export interface EmbeddedWindow {
  /** The SDK's global; missing where its script was blocked. */
  readonly ZOHO?: unknown;
  /** The page around; the window itself where there is none. */
  readonly parent: unknown;
  readonly location: { readonly search: string };
  readonly navigator: { readonly language: string };
}

/** How long the page around may take to tell its record, in milliseconds. */
const pageLoadMs = 15_000;

/** How long the start waits for the user's language, in milliseconds. */
const userMs = 3000;

/**
 * Starts the widget in a Zoho CRM or Bigin page. To be called once: the SDK keeps one listener an event.
 * @param page `window`
 */
export async function startEmbedded(
  page: EmbeddedWindow,
  product: EmbeddedProduct,
  clock: Clock = systemClock,
): Promise<HostStart> {
  if (page.parent === page) return { kind: 'outside' };
  const sdk = readSdk(page.ZOHO, product);
  if (!sdk) return { kind: 'no-sdk' };
  const listeners = new Set<() => void>();
  let latest: unknown;
  const loaded = new Promise<void>((resolve) => {
    // Before init, or the first word is missed. Whoever sent it is not checked by the SDK: uploads keep their record.
    sdk.on('PageLoad', (data) => {
      latest = data;
      resolve();
      for (const listener of [...listeners]) listener();
    });
  });
  try {
    sdk.init();
  } catch {
    return { kind: 'outside' };
  }
  if ((await within(clock, pageLoadMs, loaded)) === tooLate) return { kind: 'outside' };
  const host = createEmbeddedHost({
    sdk,
    product,
    clock,
    pageLoad: () => latest,
    onPageLoad(listener) {
      // Of its own identity, so that one function given twice is called twice and ended one by one.
      const own = () => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    user: await askForUser(sdk, clock),
    serviceOrigin: new URLSearchParams(page.location.search).get('serviceOrigin'),
    language: page.navigator.language,
  });
  return { kind: 'ready', host };
}

async function askForUser(sdk: EmbeddedSdk, clock: Clock): Promise<unknown> {
  const answer = await within(clock, userMs, sdk.call('CONFIG.getCurrentUser')).catch(() => undefined);
  return firstIn(answer, 'users');
}
