import { type ReadonlySignal, signal } from '@preact/signals';
import { type Clock, pause, systemClock } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import { lookUpSizes, sizeOf } from '../queue/file-size.ts';
import type { Reducer } from './reduce-photo.ts';

/** Takes files in for a ticket. */
export type Add = (files: readonly File[], ticket: Ticket) => Promise<void>;

/** The agent's wish to make large photos smaller before they are sent, and its fulfilment. */
export interface Photos {
  /** Off until the agent wants it, then remembered. */
  readonly wanted: ReadonlySignal<boolean>;
  want(wanted: boolean): void;
  /** How many photos of how many are done; `undefined` while there is nothing to do. */
  readonly work: ReadonlySignal<{ readonly done: number; readonly count: number } | undefined>;
  /** Sends those that still wait as they are. */
  skip(): void;
  /** Hands files on in the order given, large photos made smaller where that is wanted. */
  before(next: Add): Add;
}

export interface PhotosOptions {
  /** Where the wish is remembered; its use may be forbidden to a frame. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  readonly reducer: Reducer;
  readonly clock?: Clock;
}

const storageKey = 'anexo.reducePhotos';

/** Below this, in bytes, a photo is no trouble to anybody. */
export const largeBytes = 400 * 1024;

/** After this, in milliseconds, what makes photos smaller is asked for again where it did not load. */
export const againMs = 3000;

export function createPhotos({ storage, reducer, clock = systemClock }: PhotosOptions): Photos {
  const wanted = signal(recall());
  const work = signal<{ readonly done: number; readonly count: number } | undefined>();
  let skipping = new AbortController();
  /** One selection after the other, so that files stay in the order of picking. */
  let last: Promise<unknown> = Promise.resolve();
  let selections = 0;
  prepareReducer();

  function recall(): boolean {
    try {
      return storage().getItem(storageKey) === 'on';
    } catch {
      return false;
    }
  }

  /** Ahead of the first photo: by then there may be no connection. */
  function prepareReducer(): void {
    // Where it fails, the first photo asks again.
    if (wanted.peek()) void reducer.prepare().catch(() => {});
  }

  function begin(count: number): void {
    if (!work.peek()) skipping = new AbortController();
    const { done, count: earlier } = work.peek() ?? { done: 0, count: 0 };
    work.value = { done, count: earlier + count };
  }

  function end(): void {
    const { done, count } = work.peek() ?? { done: 0, count: 0 };
    work.value = done + 1 < count ? { done: done + 1, count } : undefined;
  }

  async function reduced(file: File): Promise<File> {
    const { signal: skipped } = skipping;
    if (skipped.aborted) return file;
    const stopped = new Promise<File>((resolve) => {
      skipped.addEventListener('abort', () => resolve(file), { once: true });
    });
    return Promise.race([reduceOnceLoaded(file, skipped), stopped]);
  }

  /** A photo that the agent wants to lose its location goes whole by the agent's own word alone. */
  async function reduceOnceLoaded(file: File, skipped: AbortSignal): Promise<File> {
    while (!skipped.aborted) {
      try {
        return await reducer.reduce(file);
      } catch {
        await pause(clock, againMs, skipped);
      }
    }
    return file;
  }

  async function count(files: readonly File[]): Promise<void> {
    await lookUpSizes(files.filter(isPhoto));
    const photos = files.filter(isLargePhoto).length;
    if (photos > 0) begin(photos);
  }

  async function reduceLarge(files: readonly File[]): Promise<readonly File[]> {
    const prepared: File[] = [];
    for (const file of files) {
      const isLarge = isLargePhoto(file);
      prepared.push(isLarge ? await reduced(file) : file);
      if (isLarge) end();
    }
    return prepared;
  }

  return {
    wanted,
    work,
    want(wish) {
      wanted.value = wish;
      prepareReducer();
      try {
        storage().setItem(storageKey, wish ? 'on' : 'off');
      } catch {
        // It holds as long as the panel is open.
      }
    },
    skip: () => skipping.abort(),
    before: (next) => async (files, ticket) => {
      const reduces = wanted.peek();
      if (!reduces && selections === 0) return next(files, ticket);
      selections += 1;
      const counted = reduces && count(files);
      const ready = Promise.all([last, counted]).then(() => (reduces ? reduceLarge(files) : files));
      last = ready;
      const prepared = await ready;
      selections -= 1;
      return next(prepared, ticket);
    },
  };
}

/** By name or type: what is behind a name shows when it is read. */
function isPhoto({ type, name }: File): boolean {
  return /^image\/(?:jpe?g|png|webp)$/.test(type) || /\.(?:jpe?g|png|webp)$/i.test(name);
}

function isLargePhoto(file: File): boolean {
  return isPhoto(file) && sizeOf(file) >= largeBytes;
}
