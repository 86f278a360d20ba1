import { signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import { createAttachmentClaims } from '../routes/attachment-claims.ts';
import { createDeliver } from '../routes/deliver.ts';
import { settleMs } from '../routes/model-service.ts';
import { type ModelSetting, openModelTab } from '../routes/model-tab.ts';
import { createPlaces } from '../routes/places.ts';
import type { createBrowserStandIn } from './browser-stand-in.ts';
import type { Keeper } from './keeper.ts';
import { createKeptQueue } from './keeping.ts';
import type { Upload } from './upload.ts';

/** What the pages of one run share. */
export interface ModelWorld extends ModelSetting {
  readonly browser: ReturnType<typeof createBrowserStandIn>;
  readonly newId: () => string;
}

/** The whole of the queue in a tab of its own, over the services of a model; closing it ends all that it does. */
export function openModelPage({ browser, newId, ...setting }: ModelWorld) {
  const tab = browser.openTab();
  const offline = signal(false);
  const { page, routes, close } = openModelTab(setting);
  const { isOpen } = page;
  const { tower } = setting;
  const claims = createAttachmentClaims();
  const places = createPlaces(undefined, setting.routes[0]);
  const policy = { settleMs };
  const place = tab.place(page.clock);
  const { queue } = createKeptQueue({
    routes,
    deliver: createDeliver({ routes, claims, places, clock: page.clock, random: () => 0.5, policy }),
    claims,
    clock: page.clock,
    place: Promise.resolve({ ...place, keeper: asLongAs(isOpen, place.keeper) }),
    atOnce: places.ofLead,
    held: offline,
    newId,
  });
  queue.onChange(heed);

  const kinds = new Map<string, Upload['state']['kind']>();

  function heed({ id, state }: Upload): void {
    if (!isOpen()) return;
    const before = kinds.get(id);
    kinds.set(id, state.kind);
    if (before && !mayFollow(before, state.kind)) tower.note(`${id} is ${state.kind} after it was ${before}`);
    if (state.kind === 'delivered') tower.hear(id, state);
    if (state.kind === 'starting') {
      const shown = rows();
      const earlier = shown.slice(
        0,
        shown.findIndex((one) => one.id === id),
      );
      if (earlier.some((one) => one.state.kind === 'queued'))
        tower.note(`${id} goes before one that was picked earlier`);
    }
  }

  function rows(): readonly Upload[] {
    return queue.uploads.peek().map((entry) => entry.peek());
  }

  return {
    queue,
    offline,
    rows,
    /** Picks files for a ticket. @returns their ids */
    pick(files: readonly File[], ticket: Ticket): readonly string[] {
      const shown = rows().length;
      void queue.add(files, ticket);
      const added = rows().slice(shown);
      for (const { id } of added) tower.expect({ uploadId: id, ticket });
      return added.map(({ id }) => id);
    },
    close(): void {
      close();
      tab.close();
    },
  };
}

/** An end stays, unless the agent tries again or late word corrects it. */
function mayFollow(before: Upload['state']['kind'], after: Upload['state']['kind']): boolean {
  switch (before) {
    case 'delivered':
    case 'rejected':
      return false;
    case 'refused':
      return after === 'delivered';
    case 'cancelled':
    case 'failed':
    case 'unconfirmed':
      return after === 'checking' || after === 'delivered';
    default:
      return true;
  }
}

/** A keeper that a closed page has no more. */
function asLongAs(isOpen: () => boolean, keeper: Keeper): Keeper {
  const alive = <T>(work: () => Promise<T>): Promise<T> => (isOpen() ? work() : new Promise(() => {}));
  return {
    list: () => alive(() => keeper.list()),
    find: (id) => alive(() => keeper.find(id)),
    keep: (upload, file) => alive(() => keeper.keep(upload, file)),
    note: (id, change) => alive(() => keeper.note(id, change)),
    drop: (id) => alive(() => keeper.drop(id)),
  };
}
