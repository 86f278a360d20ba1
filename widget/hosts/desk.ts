import { type Clock, systemClock, tooLate, within } from '../clock.ts';
import { createDeskHost } from './desk-host.ts';
import type { HostStart } from './host.ts';
import { isSdk, type ZohoDeskSdk } from './zohodesk.ts';

/** The window in which the widget runs, as far as its start looks at it. */
export interface DeskWindow {
  /** The SDK's global; missing where its script was blocked. */
  readonly ZOHODESK?: unknown;
  /** The page around; the window itself where there is none. */
  readonly parent: unknown;
}

export interface DeskOptions {
  /** The connection's link name from plugin-manifest.json; without one the connector counts as not authorised. */
  readonly connectionLinkName?: string | undefined;
  readonly clock?: Clock;
}

/** How long Desk's page may take to register the widget, in milliseconds: it gives up itself after as long. */
const registrationMs = 15_000;

const starts = new WeakMap<ZohoDeskSdk, Promise<HostStart>>();

/**
 * Starts the widget in a Zoho Desk page. To be called once, synchronously, when the widget's script runs: the SDK's
 * `onload` only resolves on the next registration, so a late call would wait for ever. Further calls get the first
 * one's promise.
 * @param page `window`
 */
export function startDesk(page: DeskWindow, options: DeskOptions = {}): Promise<HostStart> {
  if (page.parent === page) return Promise.resolve({ kind: 'outside' });
  const sdk = page.ZOHODESK;
  if (!isSdk(sdk)) return Promise.resolve({ kind: 'no-sdk' });
  const earlier = starts.get(sdk);
  if (earlier) return earlier;
  const start = register(sdk, options);
  starts.set(sdk, start);
  return start;
}

async function register(sdk: ZohoDeskSdk, options: DeskOptions): Promise<HostStart> {
  const { connectionLinkName, clock = systemClock } = options;
  try {
    const app = await within(clock, registrationMs, sdk.extension.onload());
    if (app === tooLate) return { kind: 'outside' };
    return { kind: 'ready', host: createDeskHost({ sdk, app, connectionLinkName, clock }) };
  } catch {
    return { kind: 'outside' };
  }
}
