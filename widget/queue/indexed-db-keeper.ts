import { type Clock, systemClock } from '../clock.ts';
import { readSlices } from '../slices.ts';
import { committed, ended, openDatabase } from './indexed-db.ts';
import { type KeepEnd, type Keeper, type KeeperBounds, keeperBounds, makeRoom, type RawKept } from './keeper.ts';
import { KeptUpload } from './kept-upload.ts';
import { readKept, sortKept } from './read-kept.ts';

export interface IndexedDbKeeperOptions {
  readonly factory: IDBFactory;
  /** Whose uploads: nothing of any other realm is ever seen. */
  readonly realm: string;
  readonly bounds?: KeeperBounds;
  readonly clock?: Clock;
}

export const databaseName = 'anexo-uploads';
/** Records and bytes apart: a note about an upload must not write its bytes again. */
const records = 'records';
const files = 'files';

/**
 * Keeps uploads in the browser's database.
 * @throws DOMException where the browser has none for this page, as in some private windows
 */
export async function openIndexedDbKeeper(options: IndexedDbKeeperOptions): Promise<Keeper> {
  const { factory, realm, bounds = keeperBounds, clock = systemClock } = options;
  const database = await openDatabase(factory, databaseName, [records, files]);
  const keyOf = (id: string): IDBValidKey => [realm, id];
  const ownKeys = IDBKeyRange.bound([realm], [realm, []]);

  /** Works on both stores in one transaction. The work must await nothing but requests of it. */
  async function change<T>(work: (stores: Stores) => Promise<T>, mode: IDBTransactionMode = 'readwrite'): Promise<T> {
    const transaction = database.transaction([records, files], mode);
    const done = committed(transaction);
    // Heard below; without this, an error on the way would count as nobody's.
    done.catch(() => {});
    const result = await work({ records: transaction.objectStore(records), files: transaction.objectStore(files) });
    await done;
    return result;
  }

  const remove = (stores: Stores, id: string): Promise<unknown> =>
    Promise.all([ended(stores.records.delete(keyOf(id))), ended(stores.files.delete(keyOf(id)))]);

  async function readAll({ records, files }: Stores): Promise<readonly RawKept[]> {
    const [keys, found] = await Promise.all([ended(records.getAllKeys(ownKeys)), ended(records.getAll(ownKeys))]);
    return Promise.all(
      keys.map(async (key, index) => ({
        id: idOf(key),
        record: found[index] as unknown,
        file: (await ended(files.get(key))) as unknown,
      })),
    );
  }

  async function write(stores: Stores, upload: KeptUpload, bytes: Blob): Promise<KeepEnd> {
    const found: readonly unknown[] = await ended(stores.records.getAll(ownKeys));
    const others = found.flatMap((record) => {
      const read = KeptUpload.safeParse(record).data;
      return read && read.id !== upload.id ? [read] : [];
    });
    const going = makeRoom(others, upload.size, bounds);
    if (!going) return { kind: 'full' };
    await Promise.all(going.map(({ id }) => remove(stores, id)));
    await Promise.all([
      ended(stores.records.put(upload, keyOf(upload.id))),
      ended(stores.files.put(bytes, keyOf(upload.id))),
    ]);
    return { kind: 'kept', evicted: going.map(({ id }) => id) };
  }

  async function drop(id: string): Promise<void> {
    try {
      await change((stores) => remove(stores, id));
    } catch {
      // It is asked for at the ticket before it is sent again.
    }
  }

  return {
    drop,
    async list() {
      try {
        return await change(async (stores) => {
          const { kept, expired, broken } = sortKept(await readAll(stores), clock, bounds);
          const going = [...broken, ...expired.map(({ upload }) => upload.id)];
          await Promise.all(going.map((id) => remove(stores, id)));
          return { kept, expired: expired.map(({ upload }) => upload.name), broken: broken.length };
        });
      } catch {
        return { kept: [], expired: [], broken: 0 };
      }
    },
    async find(id) {
      try {
        const raw = await change(async (stores) => {
          const [record, file]: readonly unknown[] = await Promise.all([
            ended(stores.records.get(keyOf(id))),
            ended(stores.files.get(keyOf(id))),
          ]);
          return { id, record, file };
        }, 'readonly');
        return readKept(raw);
      } catch {
        return undefined;
      }
    },
    async keep(upload, file) {
      const copy = await copyOf(file).catch(() => undefined);
      if (!copy) return { kind: 'unreadable' };
      try {
        return await change((stores) => write(stores, upload, copy));
      } catch (error) {
        return { kind: isFull(error) ? 'full' : 'failed' };
      }
    },
    async note(id, noted) {
      try {
        return await change(async (stores) => {
          const upload = KeptUpload.safeParse(await ended(stores.records.get(keyOf(id)))).data;
          if (upload) await ended(stores.records.put({ ...upload, ...noted }, keyOf(id)));
          return upload !== undefined;
        });
      } catch {
        await drop(id);
        return false;
      }
    },
  };
}

/**
 * A copy that is the browser's own: some browsers store but a pointer to a picked file, which may go away.
 * @throws DOMException where the file cannot be read
 */
async function copyOf(file: Blob): Promise<Blob> {
  const parts: Blob[] = [];
  await readSlices(file, (bytes) => void parts.push(new Blob([bytes])));
  return new Blob(parts, { type: file.type });
}

interface Stores {
  readonly records: IDBObjectStore;
  readonly files: IDBObjectStore;
}

function idOf(key: IDBValidKey): string {
  const id: unknown = Array.isArray(key) ? key[1] : undefined;
  return typeof id === 'string' ? id : '';
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
