import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { type Clock, systemClock } from '../clock.ts';
import type { AttachmentClaims } from '../routes/attachment-claims.ts';
import type { Deliver, Delivery, LookAgain } from '../routes/delivery.ts';
import { twinKeyOf } from '../routes/twins.ts';
import { followDoubts } from './doubts.ts';
import { createHoldings, type Holdings, type Standing } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import { createFileOf, type FileOf } from './kept-file.ts';
import { createQueue, type Queue, type QueueOptions } from './queue.ts';
import type { TabTalk } from './tab-talk.ts';
import { shareAmongTabs } from './tabs.ts';
import type { Tenures } from './tenures.ts';
import { isUnderWay, type Upload } from './upload.ts';

/** What the agent has to know about the keeping of uploads. */
export interface KeepingNews {
  /** The worst standing of an upload of this page; `opening` before the storage has opened. */
  readonly standing: ReadonlySignal<Standing | 'opening'>;
  readonly lost: ReadonlySignal<Lost>;
}

/** Uploads that were kept, and are no more. */
export interface Lost {
  /** Names of those that were dropped since they were too old. */
  readonly expired: readonly string[];
  /** How many could not be read any more. */
  readonly broken: number;
}

/** What the browser has for keeping uploads across pages, and sharing them among tabs. */
export interface KeepingPlace {
  readonly keeper: Keeper;
  readonly tenures: Tenures;
  readonly talk: TabTalk;
}

export interface KeptQueueOptions extends QueueOptions {
  /** Must not reject; `undefined` where the browser keeps nothing. */
  readonly place: Promise<KeepingPlace | undefined>;
  /** Those by which `deliver` goes: what other tabs deliver belongs to them. */
  readonly claims: AttachmentClaims;
  /** Asks about those whose end stayed unknown, now and then; nobody does where it is absent. */
  readonly lookAgain?: LookAgain;
  readonly clock?: Clock;
}

/** A queue, and what is to be said about its keeping. */
export interface KeptQueue {
  readonly queue: Queue;
  readonly news: KeepingNews;
  /** Resolves when what earlier pages left is in the queue, or cannot be. */
  readonly restored: Promise<void>;
}

/**
 * Makes a queue that a reload, a closed tab or a crash does not empty: an upload goes out when it is kept, and goes on
 * where an earlier page had to stop. Without a place for it the queue lives as long as its page.
 */
export function createKeptQueue({ place, claims, clock = systemClock, ...options }: KeptQueueOptions): KeptQueue {
  const standing = signal<Standing | 'opening'>('opening');
  const lost = signal<Lost>({ expired: [], broken: 0 });
  let fileOf: FileOf = async ({ file }) => file;
  const queue = createQueue({
    ...options,
    fileOf: (upload) => fileOf(upload),
    deliver: async (consignment, watch) => (await workings).deliver(consignment, watch),
  });
  const { lookAgain, held } = options;
  let restore = (): void => {};
  const restored = new Promise<void>((resolve) => {
    restore = resolve;
  });
  const workings = place.then((found) => {
    standing.value = found ? 'kept' : 'none';
    if (!found) {
      restore();
      return { deliver: options.deliver, lookAgain };
    }
    const { keeper, tenures } = found;
    const holdings = createHoldings({
      keeper,
      tenures,
      clock,
      onStanding: (worst) => {
        standing.value = worst;
      },
    });
    fileOf = createFileOf(keeper);
    follow(queue, holdings);
    void shareAmongTabs({ ...found, queue, holdings, claims }).then((list) => {
      lost.value = list;
      restore();
    });
    return {
      deliver: deliverKept(options.deliver, holdings, tenures, fileOf),
      lookAgain: lookAgain && lookAgainAtKept(lookAgain, holdings, tenures),
    };
  });
  if (lookAgain) {
    const ask: LookAgain = async (consignment) => ((await workings).lookAgain ?? lookAgain)(consignment);
    followDoubts({ queue, held, clock, lookAgain: ask });
  }
  return { queue, news: { standing, lost }, restored };
}

/** Keeps what is in a queue, as long as it is there. */
function follow(queue: Queue, holdings: Holdings): void {
  const heed = (upload: Upload): void => {
    const { id, state } = upload;
    if (state.kind === 'queued' || isUnderWay(state)) holdings.protect(upload);
    else if (state.kind === 'cancelling') holdings.dropUnwanted(id);
    else if (['delivered', 'rejected', 'cancelled'].includes(state.kind)) holdings.drop(id);
    else if (['failed', 'unconfirmed', 'refused'].includes(state.kind)) holdings.noteEnd(upload);
  };
  for (const entry of queue.uploads.peek()) heed(entry.peek());
  queue.onChange(heed);
  let shown: ReadonlySet<string> = new Set();
  effect(() => {
    const before = shown;
    shown = new Set(queue.uploads.value.map((entry) => entry.peek().id));
    for (const id of before) if (!shown.has(id)) holdings.drop(id);
  });
}

/**
 * The same delivery, of what is kept: of the copy where the file itself is no more. Uploads of the same name and size to
 * the same ticket go one after the other, from all tabs: "did it arrive?" could not tell them apart.
 */
function deliverKept(deliver: Deliver, holdings: Holdings, tenures: Tenures, fileOf: FileOf): Deliver {
  return async (consignment, watch) => {
    const { uploadId: id, file: picked } = consignment;
    await holdings.whenKept(id);
    const turn = await tenures.await(twinKeyOf(consignment), watch.signal);
    try {
      const onAttempts: typeof watch.onAttempts = (past) => holdings.notePast(id, past);
      const go = (file: File) => deliver({ ...consignment, file }, { ...watch, onAttempts }, holdings.pastOf(id));
      const first = await fileOf({ id, file: picked });
      const delivery = await go(first);
      if (first !== picked || !couldNotRead(delivery)) return delivery;
      const copy = await fileOf({ id, file: picked });
      return copy === picked ? delivery : await go(copy);
    } finally {
      turn?.end();
    }
  };
}

/** Whether the file became unreadable on the way. */
function couldNotRead(delivery: Delivery): boolean {
  if (delivery.kind !== 'failed' && delivery.kind !== 'unconfirmed') return false;
  const { trials = [] } = delivery;
  return trials.some(({ end }) => end.kind === 'limits' && end.findings.some(({ kind }) => kind === 'unreadable'));
}

/** The same question, with what is known of earlier pages, and of one tab at a time. */
function lookAgainAtKept(lookAgain: LookAgain, holdings: Holdings, tenures: Tenures): LookAgain {
  return async (consignment) => {
    const turn = await tenures.await(twinKeyOf(consignment));
    try {
      return await lookAgain(consignment, holdings.pastOf(consignment.uploadId));
    } finally {
      turn?.end();
    }
  };
}
