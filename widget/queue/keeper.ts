import type { KeptChange, KeptUpload } from './kept-upload.ts';

/**
 * Keeps the uploads of one agent of one organisation, bytes included, until they are delivered or dismissed. Every
 * implementation passes `keeper.suite.ts`. Nothing here rejects: an upload that cannot be kept still goes out.
 */
export interface Keeper {
  /** All that is kept, the oldest first. What is too old or cannot be read is dropped by this. */
  list(): Promise<KeptList>;
  /** One of them, as it is now. */
  find(id: string): Promise<Kept | undefined>;
  /** Keeps an upload with a copy of its bytes; where there is no room, the oldest ones go first. */
  keep(upload: KeptUpload, file: Blob): Promise<KeepEnd>;
  /**
   * Changes what is kept of an upload. One that cannot be changed is dropped, or it would tell untruths.
   * @returns whether it is written
   */
  note(id: string, change: KeptChange): Promise<boolean>;
  drop(id: string): Promise<void>;
}

export interface Kept {
  readonly upload: KeptUpload;
  readonly file: Blob;
}

export interface KeptList {
  readonly kept: readonly Kept[];
  /** Names of those that were dropped for their age. */
  readonly expired: readonly string[];
  /** How many were dropped because they could not be read. */
  readonly broken: number;
}

export type KeepEnd =
  /** `evicted`: older ones that had to go. */
  | { readonly kind: 'kept'; readonly evicted: readonly string[] }
  /** There is no room for it. */
  | { readonly kind: 'full' }
  /** The file itself cannot be read. */
  | { readonly kind: 'unreadable' }
  /** The storage does not work. */
  | { readonly kind: 'failed' };

export interface KeeperBounds {
  /** All files together. */
  readonly bytes: number;
  readonly ageMs: number;
}

export const keeperBounds: KeeperBounds = { bytes: 300 * 1024 * 1024, ageMs: 7 * 24 * 60 * 60 * 1000 };

type Aged = Pick<KeptUpload, 'id' | 'size' | 'keptMs' | 'order'>;

/** For `Array.sort`: the oldest first. */
export function compareAge(one: Aged, other: Aged): number {
  return one.keptMs - other.keptMs || one.order - other.order;
}

/**
 * Which ones have to go, the oldest first, so that one more file has room.
 * @returns `undefined` where it has none even when all others go
 */
export function makeRoom<T extends Aged>(kept: readonly T[], size: number, bounds: KeeperBounds): T[] | undefined {
  if (size > bounds.bytes) return undefined;
  let over = kept.reduce((sum, one) => sum + one.size, size) - bounds.bytes;
  const going: T[] = [];
  for (const one of [...kept].sort(compareAge)) {
    if (over <= 0) break;
    going.push(one);
    over -= one.size;
  }
  return going;
}

/** What a database holds under one id: read by nobody yet. */
export interface RawKept {
  readonly id: string;
  readonly record: unknown;
  readonly file: unknown;
}
