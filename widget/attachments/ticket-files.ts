import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Clock, systemClock, within } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import { type FileList, withNewest, withOlder, withoutFile, withVisibility } from './file-list.ts';
import type { Change, Page, TicketAttachments, TicketFile } from './ticket-attachments.ts';

/**
 * The files on the tickets that the agent looks at. Every answer goes to the list of the ticket that it was asked for,
 * so that the files of two tickets never mix, however late it comes.
 */
export interface TicketFiles {
  /** Of the ticket on screen; `undefined` where there is none. */
  readonly list: ReadonlySignal<FileList | undefined>;
  /** Puts a ticket on screen and reads its files; what is still known of an earlier visit shows meanwhile. */
  show(ticket: Ticket | undefined): void;
  /** Reads the newest files of the ticket on screen again. */
  refresh(): Promise<void>;
  /** Reads the next older ones. */
  readOlder(): Promise<void>;
  setVisibility(ticket: Ticket, file: TicketFile, isPublic: boolean): Promise<Change>;
  remove(ticket: Ticket, id: string): Promise<Change>;
  /** What is known of a ticket's files, waiting a moment for what is not read yet, up to some pages. */
  known(ticket: Ticket, patienceMs: number): Promise<readonly TicketFile[]>;
}

export interface TicketFilesOptions {
  readonly attachments: TicketAttachments;
  readonly clock?: Clock;
  /** Called with the id of a file that is known to be on no ticket any more. */
  onRemoved?(id: string): void;
  /** Files read by one call: the most that the product gives, since each call costs the organisation a credit. */
  readonly pageSize?: number;
}

interface Shelf {
  readonly ticket: Ticket;
  readonly list: Signal<FileList>;
  /** Counts what was changed from here: an answer that was asked for before may tell what was before. */
  changes: number;
  reading: Promise<void> | undefined;
}

/** Pages that are read, each at the cost of a call, for whoever asks what a ticket has. */
const pagesToKnow = 5;

/** Tickets whose files are remembered for when the agent comes back. */
const rememberedTickets = 20;

export function createTicketFiles({
  attachments,
  clock = systemClock,
  onRemoved,
  pageSize = 100,
}: TicketFilesOptions): TicketFiles {
  const shelves = new Map<string, Shelf>();
  const onScreen = signal<string | undefined>(undefined);
  const shelfVersion = signal(0);

  function shelfOf(ticket: Ticket): Shelf {
    const known = shelves.get(ticket.id);
    if (known) return known;
    const list = signal<FileList>({ ticket, files: undefined, more: false, reading: false, trouble: undefined });
    const shelf: Shelf = { ticket, list, changes: 0, reading: undefined };
    for (const id of [...shelves.keys()].slice(0, Math.max(0, shelves.size + 1 - rememberedTickets)))
      shelves.delete(id);
    shelves.set(ticket.id, shelf);
    shelfVersion.value += 1;
    return shelf;
  }

  /** One reading at a time a ticket; whoever asks meanwhile gets one that begins after. */
  function read(shelf: Shelf, page: () => Page, join: typeof withNewest): Promise<void> {
    const reading = shelf.reading
      ? shelf.reading.then(() => readNow(shelf, page(), join))
      : readNow(shelf, page(), join);
    shelf.reading = reading;
    void reading.then(() => {
      if (shelf.reading === reading) shelf.reading = undefined;
    });
    return reading;
  }

  async function readNow(shelf: Shelf, page: Page, join: typeof withNewest): Promise<void> {
    const { list, ticket } = shelf;
    list.value = { ...list.peek(), reading: true };
    for (;;) {
      const { changes } = shelf;
      const listing = await attachments.list(ticket, page);
      if (changes !== shelf.changes) continue;
      const known = { ...list.peek(), reading: false };
      list.value = listing.kind === 'listed' ? join(known, listing) : { ...known, trouble: listing };
      // Others delete too. One that never was in the list may be of another service, or too new for it.
      const ids = new Set(list.peek().files?.map(({ id }) => id));
      for (const { id } of known.files ?? []) if (!ids.has(id)) onRemoved?.(id);
      return;
    }
  }

  function readNewest(shelf: Shelf): Promise<void> {
    return read(shelf, () => ({ skip: 0, limit: pageSize }), withNewest);
  }

  function readNext(shelf: Shelf): Promise<void> {
    return read(shelf, () => ({ skip: shelf.list.peek().files?.length ?? 0, limit: pageSize }), withOlder);
  }

  async function readForKnowing(shelf: Shelf): Promise<void> {
    if (!shelf.list.peek().files) await (shelf.reading ?? readNewest(shelf));
    for (;;) {
      const { files, more, trouble } = shelf.list.peek();
      // A page may bring one less that is new.
      if (!files || !more || trouble || files.length > (pagesToKnow - 1) * pageSize) return;
      await readNext(shelf);
    }
  }

  async function change(ticket: Ticket, ask: Promise<Change>, apply: (list: FileList) => FileList): Promise<Change> {
    const end = await ask;
    const shelf = shelfOf(ticket);
    shelf.changes += 1;
    if (end.kind === 'done') shelf.list.value = apply(shelf.list.peek());
    // It may have been made all the same: the list tells.
    else if (end.kind === 'unavailable') void readNewest(shelf);
    return end;
  }

  return {
    list: computed(() => {
      // Read, so that a shelf which comes later is seen.
      void shelfVersion.value;
      return onScreen.value === undefined ? undefined : shelves.get(onScreen.value)?.list.value;
    }),
    show(ticket) {
      if (ticket?.id === onScreen.peek()) return;
      if (ticket) void readNewest(shelfOf(ticket));
      onScreen.value = ticket?.id;
    },
    async refresh() {
      const shelf = shelves.get(onScreen.peek() ?? '');
      if (shelf) await readNewest(shelf);
    },
    async readOlder() {
      const shelf = shelves.get(onScreen.peek() ?? '');
      if (shelf) await readNext(shelf);
    },
    setVisibility: (ticket, { id }, isPublic) =>
      change(ticket, attachments.setVisibility(ticket, id, isPublic), (list) => withVisibility(list, id, isPublic)),
    async remove(ticket, id) {
      const end = await change(ticket, attachments.remove(ticket, id), (list) => withoutFile(list, id));
      if (end.kind === 'done' || end.kind === 'gone') {
        onRemoved?.(id);
        const { list } = shelfOf(ticket);
        list.value = withoutFile(list.peek(), id);
      }
      return end;
    },
    async known(ticket, patienceMs) {
      const shelf = shelfOf(ticket);
      await within(clock, patienceMs, readForKnowing(shelf));
      return shelf.list.peek().files ?? [];
    },
  };
}
