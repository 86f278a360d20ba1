import { sizeOf as sizeOfFile } from '../queue/file-size.ts';
import { type Digest, slicesOf } from './digest.ts';
import type { TicketFile } from './ticket-attachments.ts';

/** What is already there, that a file would double. */
export type Twin =
  | {
      readonly place: 'ticket';
      /** `both`: the name and the size; the content was not compared. */
      readonly same: 'name' | 'both' | 'content';
      readonly file: TicketFile;
    }
  | { readonly place: 'queue'; readonly same: 'name' | 'content'; readonly file: File };

export interface Present {
  readonly onTicket: readonly TicketFile[];
  /** Those of the queue for the same ticket. */
  readonly added: readonly File[];
  readonly digest: Digest<File>;
  /** Of files on the ticket, where their bytes can be had. */
  readonly digestOnTicket: Digest<TicketFile>;
}

/** Looks whether a file would stand twice on the ticket, then counts it among those that are there. */
export type FindTwin = (file: File) => Promise<Twin | undefined>;

/**
 * A file is a twin by its name or by its content, which is read only where another file has the same size: so
 * hundreds of files cost no more than their names.
 */
export function createFindTwin({ onTicket, added, digest, digestOnTicket }: Present): FindTwin {
  const ticketNames = group(onTicket, nameOf);
  const ticketSizes = group(onTicket, sizeOf);
  const addedNames = group(added, nameOf);
  const addedSizes = group(added, sizeOf);

  async function find(file: File): Promise<Twin | undefined> {
    const size = sizeOf(file);
    const named = ticketNames.get(nameOf(file)) ?? [];
    const both = named.find((other) => other.size === size);
    if (both) return { place: 'ticket', same: 'both', file: both };
    if (named[0]) return { place: 'ticket', same: 'name', file: named[0] };
    const queued = addedNames.get(nameOf(file))?.[0];
    if (queued) return { place: 'queue', same: 'name', file: queued };
    if (size === 0) return undefined;
    for (const other of addedSizes.get(size) ?? []) {
      if (await isSame(file, (slice) => digest(other, slice))) return { place: 'queue', same: 'content', file: other };
    }
    for (const other of ticketSizes.get(size) ?? []) {
      if (await isSame(file, (slice) => digestOnTicket(other, slice)))
        return { place: 'ticket', same: 'content', file: other };
    }
    return undefined;
  }

  /** Reads no further than to the first slice in which they differ. @param other of the same size */
  async function isSame(file: File, other: (slice: number) => Promise<string | undefined>): Promise<boolean> {
    for (let slice = 0; slice < slicesOf(sizeOf(file)); slice += 1) {
      const [own, theirs] = await Promise.all([digest(file, slice), other(slice)]);
      if (own === undefined || own !== theirs) return false;
    }
    return true;
  }

  return async (file) => {
    const twin = await find(file);
    put(addedNames, nameOf(file), file);
    put(addedSizes, sizeOf(file), file);
    return twin;
  };
}

/** macOS gives names in decomposed form, and to people `A.PDF` and `a.pdf` are one name. */
const nameOf = ({ name }: { readonly name: string }): string => name.normalize('NFC').toLowerCase();
const sizeOf = (file: File | TicketFile): number => (file instanceof File ? sizeOfFile(file) : file.size);

function group<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) put(groups, keyOf(item), item);
  return groups;
}

function put<T, K>(groups: Map<K, T[]>, key: K, item: T): void {
  groups.set(key, [...(groups.get(key) ?? []), item]);
}
