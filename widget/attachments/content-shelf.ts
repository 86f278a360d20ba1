import type { AttachmentContents } from './ticket-attachments.ts';

/** What is kept of the files fetched last: so many, none of them larger, in bytes. */
const kept = { files: 50, bytes: 1024 ** 2 } as const;

/** Fetched at once: each costs a call of Desk's interface, of which few may run together. */
const lanes = 2;

/**
 * The bytes of files on tickets by the first way that gives them, few at once, and kept for a while.
 * @param ways the best first
 */
export function createContentShelf(ways: readonly AttachmentContents[]): AttachmentContents {
  const shelf = new Map<string, Promise<Blob | undefined>>();
  const ends: Promise<unknown>[] = Array.from({ length: lanes }, () => Promise.resolve());
  let count = 0;

  return {
    // A link has no bytes of its own.
    offers: (file) => file.link === undefined && ways.some((way) => way.offers(file)),
    read(ticket, file) {
      const known = shelf.get(file.id);
      if (known) return known;
      const fetch = async () => {
        let bytes: Blob | undefined;
        for (const way of ways) bytes ??= way.offers(file) ? await way.read(ticket, file) : undefined;
        if (!bytes || bytes.size > kept.bytes) shelf.delete(file.id);
        return bytes;
      };
      const lane = count % lanes;
      count += 1;
      const content = (ends[lane] ?? Promise.resolve()).then(fetch);
      ends[lane] = content;
      shelf.set(file.id, content);
      const oldest = shelf.keys().next().value;
      if (shelf.size > kept.files && oldest !== undefined) shelf.delete(oldest);
      return content;
    },
  };
}
