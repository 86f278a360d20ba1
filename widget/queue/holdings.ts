import { type Clock, tooLate, within } from '../clock.ts';
import type { PastAttempts } from '../routes/delivery.ts';
import type { Keeper } from './keeper.ts';
import { endOf, type KeptChange, type KeptEnd, type KeptUpload, keptOf } from './kept-upload.ts';
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
  /** What is known of earlier attempts, where it was let go of only of those that may have arrived. */
  pastOf(id: string): PastAttempts | undefined;
  /** @returns when it is written, or cannot be */
  notePast(id: string, past: PastAttempts): Promise<void>;
  /** Keeps how an upload ended, where that asks for the agent. */
  noteEnd(upload: Upload): void;
  /** Lets go of one that is being cancelled; keeps one that may have arrived, as unwanted. */
  dropUnwanted(id: string): void;
  /** Lets go of one that is delivered or dismissed. */
  drop(id: string): void;
  has(id: string): boolean;
  ids(): readonly string[];
}

/** How an upload stands with the storage, the worst first. */
const standings = [
  /** Not kept: the storage does not work. */
  'none',
  /** Not kept, or no longer, for want of room. */
  'full',
  /** Not kept yet. */
  'writing',
  'kept',
] as const;
export type Standing = (typeof standings)[number];

export interface HoldingsOptions {
  readonly keeper: Keeper;
  readonly tenures: Tenures;
  readonly clock: Clock;
  /** Called with the worst standing of all uploads, at each change. */
  onStanding(worst: Standing): void;
}

interface Holding {
  standing: Standing;
  tenure?: Tenure | undefined;
  past?: PastAttempts | undefined;
  kept: Promise<void>;
  /** How it ended, as its record says. */
  end?: KeptEnd | undefined;
}

/** How long an upload waits for the storage, in milliseconds: after that it goes out without being kept. */
const patienceMs = 10_000;

export function createHoldings({ keeper, tenures, clock, onStanding }: HoldingsOptions): Holdings {
  const holdings = new Map<string, Holding>();
  /** Of those that may have arrived: the agent may want one sent again that was let go of. */
  const doubts = new Map<string, PastAttempts>();
  let order = 0;
  let last: Promise<void> = Promise.resolve();

  function stand(holding: Holding | undefined, standing: Standing): void {
    if (holding) holding.standing = standing;
    const all = new Set([...holdings.values()].map((one) => one.standing));
    onStanding(standings.find((one) => all.has(one)) ?? 'kept');
  }

  /** One after the other: a copy of the bytes is in memory meanwhile. */
  function inTurn(work: () => Promise<void>, onTooLate = () => {}): Promise<void> {
    last = last.then(async () => {
      if ((await within(clock, patienceMs, work())) === tooLate) onTooLate();
    });
    return last;
  }

  async function keep(record: KeptUpload, file: Blob, holding: Holding): Promise<void> {
    const { id } = record;
    const isHeld = () => holdings.get(id) === holding;
    if (!isHeld()) return;
    holding.tenure = await tenures.take(id);
    if (!holding.tenure) return stand(holding, 'none');
    const end = await keeper.keep(record, file);
    if (end.kind === 'kept') for (const gone of end.evicted) stand(holdings.get(gone), 'full');
    // One that cannot be read could be lost by no reload: the delivery will tell why.
    stand(holding, end.kind === 'unreadable' ? 'kept' : end.kind === 'failed' ? 'none' : end.kind);
    // A slow storage may have been overtaken by what it was to keep.
    if (!isHeld()) await release(id, holding);
    else if (holding.past || holding.end) await keeper.note(id, { past: holding.past, end: holding.end });
  }

  /** The tenure ends last: who waits for it must not find the record any more. */
  async function release(id: string, { tenure }: Holding): Promise<void> {
    await keeper.drop(id);
    tenure?.end();
  }

  async function note(id: string, change: KeptChange): Promise<void> {
    const holding = holdings.get(id);
    // Another tab may have let it go for want of room.
    const isKept = await keeper.note(id, change);
    if (!isKept && holding?.standing === 'kept') stand(holding, 'full');
  }

  function noteEnd(id: string, holding: Holding, end: KeptEnd | undefined): void {
    holding.end = end;
    void note(id, { end });
  }

  function remember(id: string, past: PastAttempts | undefined): void {
    if (past?.doubtMs === undefined) doubts.delete(id);
    else doubts.set(id, past);
  }

  function drop(id: string): void {
    const holding = holdings.get(id);
    if (!holding) return;
    holdings.delete(id);
    stand(undefined, 'kept');
    void inTurn(() => release(id, holding));
  }

  return {
    protect(upload) {
      const { id } = upload;
      const known = holdings.get(id);
      if (known?.end) noteEnd(id, known, undefined);
      if (known) return;
      order += 1;
      const record = keptOf(upload, clock.now(), order);
      const holding: Holding = { standing: 'writing', past: doubts.get(id), kept: Promise.resolve() };
      holdings.set(id, holding);
      stand(holding, 'writing');
      holding.kept = inTurn(
        () => keep(record, upload.file, holding),
        () => stand(holding, 'none'),
      );
    },
    adopt({ id, past, end }, tenure) {
      remember(id, past);
      holdings.set(id, { standing: 'kept', tenure, past, kept: Promise.resolve(), end });
    },
    whenKept: async (id) => holdings.get(id)?.kept,
    pastOf: (id) => holdings.get(id)?.past ?? doubts.get(id),
    async notePast(id, past) {
      remember(id, past);
      const holding = holdings.get(id);
      if (!holding) return;
      holding.past = past;
      await within(clock, patienceMs, note(id, { past, end: holding.end }));
    },
    noteEnd({ id, state }) {
      const holding = holdings.get(id);
      if (holding) noteEnd(id, holding, endOf(state));
    },
    dropUnwanted(id) {
      const holding = holdings.get(id);
      if (holding?.past?.doubtMs === undefined) return drop(id);
      const route = holding.past.doubtfulBy?.at(-1) ?? 'connector';
      noteEnd(id, holding, { kind: 'unconfirmed', route, message: '', unwanted: true });
    },
    drop,
    has: (id) => holdings.has(id),
    ids: () => [...holdings.keys()],
  };
}
