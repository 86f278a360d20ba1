import type { BrowserContext, Request } from 'playwright-core';

/** What the pages of a browser ask, counted as it happens. */
export interface Requests {
  /** What the panel has asked of Zoho, by way of the page, and of the gateway, and has no answer to yet. */
  open(): number;
  /** How many requests have begun or ended, of whatever kind: but for the ticket page's own look at what is stored. */
  happened(): number;
  stop(): void;
}

const looked = /\/sandbox\/ledger$/;
const asked = /\/sandbox\/(?:embedded\/|request$)|\/api\/|\/v1\//;

export function watchRequests(context: BrowserContext): Requests {
  const open = new Set<Request>();
  let happened = 0;
  const note = (change: (request: Request) => void) => (request: Request) => {
    const { pathname } = new URL(request.url());
    if (!looked.test(pathname)) happened += 1;
    if (asked.test(pathname)) change(request);
  };
  const begin = note((request) => open.add(request));
  const end = note((request) => open.delete(request));
  context.on('request', begin);
  context.on('requestfinished', end);
  context.on('requestfailed', end);
  return {
    open: () => open.size,
    happened: () => happened,
    stop() {
      context.off('request', begin);
      context.off('requestfinished', end);
      context.off('requestfailed', end);
    },
  };
}
