import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { type Clock, systemClock } from '../clock.ts';
import type { Deliver } from '../routes/delivery.ts';
import { createHoldings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { Queue } from './queue.ts';
import type { TabTalk } from './tab-talk.ts';
import { shareAmongTabs } from './tabs.ts';
import type { Tenures } from './tenures.ts';

/** What the agent has to know about the keeping of uploads. */
export interface KeepingNews {
  /** Whether uploads outlive the page; not known before the storage has opened. */
  readonly lasting: boolean | undefined;
  /** Some are not kept, or no longer, for want of room. */
  readonly full: boolean;
  /** Names of those that were dropped since they were too old. */
  readonly expired: readonly string[];
  /** How many could not be read any more. */
  readonly broken: number;
}

/** Keeps a queue's uploads across pages, and shares them among the tabs of a browser. */
export interface Keeping {
  readonly news: ReadonlySignal<KeepingNews>;
  /** The same delivery, but it begins when the upload is kept, and goes on where an earlier page had to stop. */
  readonly deliver: Deliver;
  /** Follows a queue that delivers by this. @returns when what was kept is in it */
  attach(queue: Queue): Promise<void>;
}

/** What the browser has for it. */
export interface KeepingPlace {
  readonly keeper: Keeper;
  readonly tenures: Tenures;
  readonly talk: TabTalk;
}

export interface KeepingOptions {
  /** Must not reject. */
  readonly place: Promise<KeepingPlace>;
  readonly deliver: Deliver;
  readonly clock?: Clock;
}

export function createKeeping({ place, deliver, clock = systemClock }: KeepingOptions): Keeping {
  const news = signal<KeepingNews>({ lasting: undefined, full: false, expired: [], broken: 0 });
  const tell = (change: Partial<KeepingNews>): void => {
    news.value = { ...news.peek(), ...change };
  };
  const holdings = createHoldings({
    keeper: place.then(({ keeper }) => keeper),
    tenures: place.then(({ tenures }) => tenures),
    clock,
    onFull: () => tell({ full: true }),
    onFailure: () => tell({ lasting: false }),
  });

  function follow(queue: Queue): void {
    queue.onChange((upload) => {
      const { id, state } = upload;
      if (state.kind === 'queued') holdings.protect(upload);
      else if (['delivered', 'rejected', 'cancelling', 'cancelled'].includes(state.kind)) holdings.drop(id);
      else if (['failed', 'unconfirmed', 'refused'].includes(state.kind)) holdings.noteEnd(upload);
    });
    let shown: ReadonlySet<string> = new Set();
    effect(() => {
      const before = shown;
      shown = new Set(queue.uploads.value.map((entry) => entry.peek().id));
      for (const id of before) if (!shown.has(id)) holdings.drop(id);
    });
  }

  return {
    news,
    async deliver(consignment, watch) {
      const { uploadId } = consignment;
      await holdings.whenKept(uploadId);
      const onAttempts = (past: Parameters<typeof holdings.notePast>[1]) => holdings.notePast(uploadId, past);
      return deliver(consignment, { ...watch, onAttempts }, holdings.pastOf(uploadId));
    },
    async attach(queue) {
      follow(queue);
      const { keeper, tenures, talk } = await place;
      if (news.peek().lasting === undefined) tell({ lasting: keeper.lasting });
      const { expired, broken } = await shareAmongTabs({ queue, holdings, keeper, tenures, talk });
      tell({ expired, broken });
    },
  };
}
