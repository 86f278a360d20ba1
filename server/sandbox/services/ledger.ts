import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that reached a ticket, by whatever way. */
export interface StoredFile {
  readonly id: string;
  readonly ticketId: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
  readonly mimeType: string;
  /** RFC 3339, in whole seconds. */
  readonly createdTime: string;
  readonly isPublic: boolean;
  readonly creatorId: string;
  /** Which stand-in took it in. */
  readonly via: 'desk' | 'oms' | 'crm' | 'bigin' | 'kayako' | 'toptickets';
  /** Where a link attachment leads; it has no bytes. */
  readonly link?: string;
  /** Deleted files stay, as in Desk's recycle bin. */
  readonly deleted: boolean;
}

export type NewFile = Pick<StoredFile, 'ticketId' | 'name' | 'mimeType' | 'isPublic' | 'creatorId' | 'via' | 'link'> & {
  /** For a service that does not number its files as Desk does; else the ledger gives one. */
  readonly id?: string;
  readonly bytes: Buffer;
};

/** Every file stored since the start or the last reset. */
export interface Ledger {
  add(file: NewFile): Promise<StoredFile>;
  /** In the order of storing, deleted ones included. */
  all(): readonly StoredFile[];
  /** What a ticket shows: without deleted ones. */
  onTicket(ticketId: string): readonly StoredFile[];
  /** A file that a ticket shows; `undefined` for one that is deleted or on another ticket. */
  find(ticketId: string, id: string): StoredFile | undefined;
  change(id: string, change: Partial<Pick<StoredFile, 'isPublic' | 'deleted'>>): void;
  /** A file's bytes, also of a deleted one; `undefined` for an unknown id. */
  bytes(id: string): Promise<Buffer | undefined>;
  reset(): Promise<void>;
}

export interface LedgerOptions {
  /** Where to keep the bytes, one file an id; in memory where it is absent. */
  readonly folder: string | undefined;
  readonly nextId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createLedger({ folder, nextId, now }: LedgerOptions): Ledger {
  const files = new Map<string, StoredFile>();
  const bytes = folder === undefined ? memoryShelf() : folderShelf(folder);

  return {
    async add({ bytes: content, ...file }) {
      const stored: StoredFile = {
        ...file,
        id: file.id ?? nextId(),
        size: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        createdTime: wholeSeconds(now()),
        deleted: false,
      };
      await bytes.put(stored.id, content);
      files.set(stored.id, stored);
      return stored;
    },
    all: () => [...files.values()],
    onTicket: (ticketId) => [...files.values()].filter((file) => file.ticketId === ticketId && !file.deleted),
    find(ticketId, id) {
      const file = files.get(id);
      return file?.ticketId === ticketId && !file.deleted ? file : undefined;
    },
    change(id, change) {
      const file = files.get(id);
      if (file) files.set(id, { ...file, ...change });
    },
    bytes: async (id) => (files.has(id) ? bytes.get(id) : undefined),
    async reset() {
      const ids = [...files.keys()];
      files.clear();
      await bytes.clear(ids);
    },
  };
}

/** Desk's own times have no fraction of a second: a new file can seem older than the attempt that brought it. */
function wholeSeconds(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}

interface Shelf {
  put(id: string, bytes: Buffer): Promise<void>;
  get(id: string): Promise<Buffer | undefined>;
  clear(ids: readonly string[]): Promise<void>;
}

function memoryShelf(): Shelf {
  const kept = new Map<string, Buffer>();
  return {
    put: async (id, bytes) => void kept.set(id, bytes),
    get: async (id) => kept.get(id),
    clear: async () => kept.clear(),
  };
}

function folderShelf(folder: string): Shelf {
  mkdirSync(folder, { recursive: true });
  return {
    put: (id, bytes) => writeFile(join(folder, id), bytes),
    get: (id) => readFile(join(folder, id)),
    clear: async (ids) => void (await Promise.all(ids.map((id) => rm(join(folder, id), { force: true })))),
  };
}
