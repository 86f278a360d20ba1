import { type Clock, tooLate, within } from '../clock.ts';
import type { PastAttempts } from '../routes/delivery.ts';
import type { Keeper } from './keeper.ts';
import { endOf, type KeptChange, type KeptUpload, keptOf } from './kept-upload.ts';
import type { Tenure, Tenures } from './tenures.ts';
import type { Upload } from './upload.ts';

/** The uploads that this page has, and keeps. */
export interface Holdings {
  /** Keeps an upload, once. */
  protect(upload: Upload): void;
  /** Goes on with one that was kept before. */
  adopt(kept: KeptUpload, tenure: Tenure): void;
  /** @returns when an upload is kept, or cannot be */
  whenKept(id: string): Promise<void>;
  /** What is known of earlier attempts. */
  pastOf(id: string): PastAttempts | undefined;
  /** @returns when it is written, or cannot be */
  notePast(id: string, past: PastAttempts): Promise<void>;
  /** Keeps how an upload ended, where that asks for the agent. */
  noteEnd(upload: Upload): void;
  /** Lets go of one that is delivered or dismissed. */
  drop(id: string): void;
  has(id: string): boolean;
  ids(): readonly string[];
}

export interface HoldingsOptions {
  readonly keeper: Keeper;
  readonly tenures: Tenures;
  readonly clock: Clock;
  /** Called when uploads are being written or not, one is not kept for want of room, or the storage does not work. */
  tell(change: { readonly writing?: boolean; readonly full?: true; readonly lasting?: false }): void;
}

interface Holding {
  tenure?: Tenure | undefined;
  past?: PastAttempts | undefined;
  kept: Promise<void>;
}

/** How long an upload waits for the storage, in milliseconds: after that it goes out without being kept. */
const patienceMs = 10_000;

export function createHoldings({ keeper, tenures, clock, tell }: HoldingsOptions): Holdings {
  const holdings = new Map<string, Holding>();
  let order = 0;
  let toWrite = 0;
  let last: Promise<void> = Promise.resolve();

  /** One after the other: a copy of the bytes is in memory meanwhile. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    last = last.then(() => patiently(work()));
    return last;
  }

  async function patiently(work: Promise<unknown>): Promise<void> {
    if ((await within(clock, patienceMs, work)) === tooLate) tell({ lasting: false });
  }

  async function keep(record: KeptUpload, file: Blob, holding: Holding): Promise<void> {
    const { id } = record;
    const isHeld = () => holdings.get(id) === holding;
    if (!isHeld()) return;
    holding.tenure = await tenures.take(id);
    if (!holding.tenure) return tell({ lasting: false });
    const end = await keeper.keep(record, file);
    if (end.kind === 'failed') tell({ lasting: false });
    else if (end.kind === 'full' || end.evicted.length > 0) tell({ full: true });
    // A slow storage may have been overtaken by what it was to keep.
    if (!isHeld()) await release(id, holding);
    else if (holding.past) await keeper.note(id, { past: holding.past });
  }

  /** The tenure ends last: who waits for it must not find the record any more. */
  async function release(id: string, { tenure }: Holding): Promise<void> {
    await keeper.drop(id);
    tenure?.end();
  }

  /** One that another tab let go for want of room is no longer kept. */
  async function note(id: string, change: KeptChange): Promise<void> {
    if (!(await keeper.note(id, change))) tell({ full: true });
  }

  return {
    protect(upload) {
      if (holdings.has(upload.id)) return;
      order += 1;
      const record = keptOf(upload, clock.now(), order);
      const holding: Holding = { kept: Promise.resolve() };
      holdings.set(upload.id, holding);
      toWrite += 1;
      tell({ writing: true });
      holding.kept = inTurn(() => keep(record, upload.file, holding)).then(() => {
        toWrite -= 1;
        if (toWrite === 0) tell({ writing: false });
      });
    },
    adopt({ id, past }, tenure) {
      holdings.set(id, { tenure, past, kept: Promise.resolve() });
    },
    whenKept: async (id) => holdings.get(id)?.kept,
    pastOf: (id) => holdings.get(id)?.past,
    async notePast(id, past) {
      const holding = holdings.get(id);
      if (!holding) return;
      holding.past = past;
      await patiently(note(id, { past, end: undefined }));
    },
    noteEnd(upload) {
      if (holdings.has(upload.id)) void note(upload.id, { end: endOf(upload.state) });
    },
    drop(id) {
      const holding = holdings.get(id);
      if (!holding) return;
      holdings.delete(id);
      void inTurn(() => release(id, holding));
    },
    has: (id) => holdings.has(id),
    ids: () => [...holdings.keys()],
  };
}
