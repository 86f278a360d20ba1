import { type Clock, systemClock, tooLate, within } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { openIndexedDbKeeper } from './indexed-db-keeper.ts';
import type { KeepingPlace } from './keeping.ts';
import { type Channel, createTabTalk } from './tab-talk.ts';
import { createWebLockTenures, type Locks } from './tenures.ts';

/** What of a browser's window the keeping of uploads uses; any of it may be missing, or throw. */
export interface KeepingWindow {
  readonly indexedDB: IDBFactory;
  readonly navigator: { readonly locks: Locks };
  readonly BroadcastChannel: new (name: string) => Channel;
}

/** How long the storage may take to open, in milliseconds. */
const patienceMs = 5000;

/**
 * Opens the place where the uploads of the agent at work are kept: his own in this organisation, in this product. All
 * organisations that use the extension may share one origin, and agents one browser.
 * @returns `undefined` where the browser has no storage or no locks for this page, or the product does not tell who
 *   works. Never rejects.
 */
export async function openKeepingPlace(
  page: KeepingWindow,
  host: Pick<Host, 'product' | 'dataCentre' | 'readOrganisation' | 'readUser'>,
  clock: Clock = systemClock,
): Promise<KeepingPlace | undefined> {
  try {
    const place = await within(clock, patienceMs, open(page, host, clock));
    return place === tooLate ? undefined : place;
  } catch {
    // As in some private windows, or where third parties are denied all storage.
    return undefined;
  }
}

async function open(
  page: KeepingWindow,
  { product, dataCentre, readOrganisation, readUser }: Parameters<typeof openKeepingPlace>[1],
  clock: Clock,
): Promise<KeepingPlace | undefined> {
  const [organisation, user] = await Promise.all([readOrganisation(), readUser()]);
  if (organisation === undefined || user === undefined) return undefined;
  const realm = JSON.stringify([product, dataCentre, organisation, user.id]);
  const tenures = createWebLockTenures(page.navigator.locks, realm);
  // Where locks are denied, two tabs could not be kept apart.
  const trial = await tenures.take(crypto.randomUUID());
  if (!trial) return undefined;
  trial.end();
  const keeper = await openIndexedDbKeeper({ factory: page.indexedDB, realm, clock });
  return { keeper, tenures, talk: createTabTalk(new page.BroadcastChannel(`anexo ${realm}`)) };
}
