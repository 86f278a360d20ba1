import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createBrowserStandIn } from './browser-stand-in.ts';
import { openKeepingPlace } from './keeping-place.ts';

type Page = Parameters<typeof openKeepingPlace>[0];

const host = {
  product: 'desk',
  dataCentre: 'com',
  readOrganisation: async () => '700',
  readUser: async () => ({ id: '9' }),
} as const;

const denied = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

/** The window of a page whose browser may deny one thing or another. */
function pageWith(
  change: { readonly open?: () => IDBOpenDBRequest; readonly request?: (name: string) => Promise<unknown> } = {},
) {
  const tab = createBrowserStandIn().openTab();
  const locks = change.request ? { request: change.request } : tab.locks;
  const page: Page = {
    indexedDB: { open: change.open ?? denied, cmp: () => 0, deleteDatabase: denied, databases: async () => [] },
    navigator: { locks },
    BroadcastChannel: class {
      postMessage(): void {}
      addEventListener(): void {}
    },
  };
  return page;
}

describe('the place where uploads are kept', () => {
  it('is none where the browser denies the database', async () => {
    expect(await openKeepingPlace(pageWith(), host)).toBeUndefined();
  });

  it('is none where locks are denied, and the database is left alone', async () => {
    let opened = 0;
    const open = () => {
      opened += 1;
      return denied();
    };
    const request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    expect(await openKeepingPlace(pageWith({ open, request }), host)).toBeUndefined();
    expect(opened).toBe(0);
  });

  it.each(['readOrganisation', 'readUser'] as const)('is none where %s tells nothing', async (unread) => {
    expect(await openKeepingPlace(pageWith(), { ...host, [unread]: async () => undefined })).toBeUndefined();
  });

  it('belongs to one agent of one organisation, in one product of one data centre', async () => {
    const names: string[] = [];
    const request = (name: string) => {
      names.push(name);
      return Promise.reject(new DOMException('denied', 'SecurityError'));
    };
    const others = [{ product: 'crm' }, { dataCentre: 'eu' }, { readOrganisation: async () => '701' }] as const;
    const colleague = { readUser: async () => ({ id: '8' }) };
    for (const other of [{}, ...others, colleague])
      await openKeepingPlace(pageWith({ request }), { ...host, ...other });
    const realms = names.map((name) => name.replace(/ [^ ]+$/, ''));
    expect(realms[0]).toBe('anexo ["desk","com","700","9"]');
    expect(new Set(realms).size).toBe(5);
  });

  it('is none where the browser does not answer', async () => {
    const clock = createManualClock();
    const request = () => new Promise(() => {});
    expect(await clock.run(openKeepingPlace(pageWith({ request }), host, clock))).toBeUndefined();
  });
});
