import { type ReadonlySignal, signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import type { AttachmentContents, Content, TicketFile } from './ticket-attachments.ts';

/** The bytes of files on tickets, fetched when they are wanted, few at once, and kept for a while. */
export interface ContentShelf {
  /** Whether bytes can be had at all: a gateway may turn out not to give any. */
  readonly offered: ReadonlySignal<boolean>;
  read(ticket: Ticket, file: TicketFile): Promise<Content>;
}

/** Files that are kept, and the largest of them, in bytes. */
const kept = { files: 60, bytes: 4 * 1024 ** 2 } as const;

/** Fetched at once: each costs a call of Desk's interface, of which few may run together. */
const lanes = 2;

/** @param contents `undefined` where no way to the bytes is set up */
export function createContentShelf(contents: AttachmentContents | undefined): ContentShelf {
  const offered = signal(contents !== undefined);
  const shelf = new Map<string, Promise<Content>>();
  const ends: Promise<unknown>[] = Array.from({ length: lanes }, () => Promise.resolve());
  let count = 0;

  async function fetch(ticket: Ticket, file: TicketFile): Promise<Content> {
    if (!contents || !offered.peek()) return { kind: 'unsupported', message: 'No way to the content is set up' };
    const content = await contents.read(ticket, file);
    if (content.kind === 'unsupported') offered.value = false;
    if (content.kind !== 'bytes' || content.bytes.size > kept.bytes) shelf.delete(file.id);
    return content;
  }

  return {
    offered,
    read(ticket, file) {
      const known = shelf.get(file.id);
      if (known) return known;
      const lane = count % lanes;
      count += 1;
      const content = (ends[lane] ?? Promise.resolve()).then(() => fetch(ticket, file));
      ends[lane] = content;
      shelf.set(file.id, content);
      const oldest = shelf.keys().next().value;
      if (shelf.size > kept.files && oldest !== undefined) shelf.delete(oldest);
      return content;
    },
  };
}
