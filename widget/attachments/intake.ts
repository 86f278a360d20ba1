import { type ReadonlySignal, signal } from '@preact/signals';
import { type Clock, systemClock, within } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import { lookUpSizes } from '../queue/file-size.ts';
import type { Queue } from '../queue/queue.ts';
import type { Upload, UploadState } from '../queue/upload.ts';
import { createDigest } from './digest.ts';
import { createFindTwin, type Twin } from './find-twin.ts';
import type { AttachmentContents, TicketFile } from './ticket-attachments.ts';
import type { TicketFiles } from './ticket-files.ts';

/** A file that waits for the agent's word, since something like it is already there. Nothing of it was sent. */
export interface HeldFile {
  readonly id: string;
  readonly file: File;
  readonly ticket: Ticket;
  readonly twin: Twin;
}

export type Choice = 'skip' | 'keep' | 'replace';

/** Stands before the queue: lets new files through and holds back those that would stand twice on the ticket. */
export interface Intake {
  /** How many files are being looked at: they are in no queue yet, which would show and keep them. */
  readonly taking: ReadonlySignal<number>;
  readonly held: ReadonlySignal<readonly HeldFile[]>;
  /** The ids of files on tickets that should have gone for a newer one, and could not be deleted. */
  readonly leftOver: ReadonlySignal<readonly string[]>;
  /** @returns when every file is in the queue or held */
  take(files: readonly File[], ticket: Ticket): Promise<void>;
  decide(ids: readonly string[], choice: Choice): void;
}

export interface IntakeOptions {
  readonly queue: Pick<Queue, 'uploads' | 'add' | 'onChange' | 'cancel' | 'remove'>;
  readonly files: Pick<TicketFiles, 'known' | 'remove'>;
  readonly contents: AttachmentContents;
  readonly clock?: Clock;
}

/**
 * How long files wait, in milliseconds, for the ticket's list and for the contents on it: whatever is slow must not
 * hold up an upload.
 */
export const patienceMs = { list: 1500, contents: 4000 } as const;

const unsent: readonly UploadState['kind'][] = ['checking', 'queued', 'rejected', 'refused', 'failed', 'cancelled'];

export function createIntake({ queue, files, contents, clock = systemClock }: IntakeOptions): Intake {
  const taking = signal(0);
  const held = signal<readonly HeldFile[]>([]);
  const leftOver = signal<readonly string[]>([]);
  const digest = createDigest(async (file: File) => file);
  /** What goes for a newer one: at the latest when that is on the ticket. */
  const replaced = new WeakMap<File, Twin['file']>();
  /** One selection after the other: each is held against those before it. */
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;

  queue.onChange(({ file, ticket, state }) => {
    const old = replaced.get(file);
    if (state.kind === 'queued' && old instanceof File) dropUnsent(old);
    if (state.kind !== 'delivered' || !old) return;
    replaced.delete(file);
    void takeAway(old, ticket, state.attachmentId);
  });

  function uploads(): Upload[] {
    return queue.uploads.peek().map((entry) => entry.peek());
  }

  async function takeAway(old: Twin['file'], ticket: Ticket, successor: string | undefined): Promise<void> {
    const id = old instanceof File ? dropUpload(old) : old.id;
    if (id === undefined || id === successor) return;
    const { kind } = await files.remove(ticket, id);
    if (kind !== 'done' && kind !== 'gone') leftOver.value = [...leftOver.peek(), id];
  }

  /** What has not begun to travel need not, once its successor is known to be good. */
  function dropUnsent(file: File): void {
    held.value = held.peek().filter((one) => one.file !== file);
    const state = uploads().find((one) => one.file === file)?.state;
    // With a doubt, an earlier try may have arrived.
    if (state && unsent.includes(state.kind) && !('doubt' in state)) dropUpload(file);
  }

  /** @returns the id of what it had put on the ticket */
  function dropUpload(file: File): string | undefined {
    const upload = uploads().find((one) => one.file === file);
    if (!upload) return undefined;
    queue.cancel(upload.id);
    queue.remove(upload.id);
    return upload.state.kind === 'delivered' ? upload.state.attachmentId : undefined;
  }

  /** The files of the queue that are, or will be, on the ticket. */
  function added({ id }: Ticket): File[] {
    const counting = uploads().filter(({ state }) => !['rejected', 'refused', 'cancelled'].includes(state.kind));
    return [...counting, ...held.peek()].filter(({ ticket }) => ticket.id === id).map(({ file }) => file);
  }

  /** @returns those that are not there yet; holds back the others */
  async function judge(given: readonly File[], ticket: Ticket, onTicket: readonly TicketFile[]): Promise<File[]> {
    const until = clock.now() + patienceMs.contents;
    const digestOnTicket = createDigest(async (file: TicketFile) => {
      const leftMs = until - clock.now();
      if (leftMs <= 0 || !contents.offers(file)) return undefined;
      const bytes = await within(clock, leftMs, contents.read(ticket, file));
      return typeof bytes === 'symbol' ? undefined : bytes;
    });
    const find = createFindTwin({ onTicket, added: added(ticket), digest, digestOnTicket });
    const fresh: File[] = [];
    const doubled: HeldFile[] = [];
    for (const file of given) {
      const twin = await find(file);
      if (twin) doubled.push({ id: `held-${count++}`, file, ticket, twin });
      else fresh.push(file);
    }
    if (doubled.length > 0) held.value = [...held.peek(), ...doubled];
    return fresh;
  }

  return {
    taking,
    held,
    leftOver,
    take(given, ticket) {
      taking.value += given.length;
      const read = Promise.all([files.known(ticket, patienceMs.list), lookUpSizes(given), last]);
      const judged = read.then(([onTicket]) => judge(given, ticket, onTicket));
      const taken = judged.then((fresh) => (fresh.length > 0 ? queue.add(fresh, ticket) : undefined));
      // The next need not wait until these are checked: they are in the queue.
      last = judged
        .catch(() => {})
        .then(() => {
          taking.value -= given.length;
        });
      return taken;
    },
    decide(ids, choice) {
      const chosen = held.peek().filter(({ id }) => ids.includes(id));
      held.value = held.peek().filter(({ id }) => !ids.includes(id));
      if (choice === 'skip') return;
      for (const { file, twin } of choice === 'replace' ? chosen : []) replaced.set(file, twin.file);
      for (const [ticket, group] of byTicket(chosen)) void queue.add(group, ticket);
    },
  };
}

function byTicket(held: readonly HeldFile[]): Iterable<[Ticket, File[]]> {
  const groups = new Map<string, [Ticket, File[]]>();
  for (const { ticket, file } of held) {
    const group = groups.get(ticket.id) ?? [ticket, []];
    group[1].push(file);
    groups.set(ticket.id, group);
  }
  return groups.values();
}
