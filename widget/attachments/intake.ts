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

/** A file that should have gone for a newer one, and was not deleted. */
export interface LeftOver {
  readonly ticket: Ticket;
  /** Of the file on the ticket; `undefined` where it was never told. */
  readonly id: string | undefined;
  readonly name: string;
}

export type Choice = 'skip' | 'keep' | 'replace';

/** Stands before the queue: lets new files through and holds back those that would stand twice on the ticket. */
export interface Intake {
  /** How many files are being looked at: they are in no queue yet, which would show and keep them. */
  readonly taking: ReadonlySignal<number>;
  readonly held: ReadonlySignal<readonly HeldFile[]>;
  readonly leftOver: ReadonlySignal<readonly LeftOver[]>;
  /** @returns when every file is in the queue or held */
  take(files: readonly File[], ticket: Ticket): Promise<void>;
  decide(ids: readonly string[], choice: Choice): void;
  /** Word that a file is on no ticket any more. */
  forget(id: string): void;
}

export interface IntakeOptions {
  readonly queue: Pick<Queue, 'uploads' | 'add' | 'onChange' | 'cancel' | 'remove'>;
  readonly files: Pick<TicketFiles, 'known' | 'remove'>;
  readonly contents: AttachmentContents;
  /** Resolves when what earlier pages left is in the queue; at once where it is absent. */
  readonly restored?: Promise<void> | undefined;
  readonly clock?: Clock;
}

/**
 * How long files wait, in milliseconds, for the ticket's list and what earlier pages left, and for the contents on the
 * ticket: whatever is slow must not hold up an upload.
 */
export const patienceMs = { list: 4000, contents: 4000 } as const;

/** The states of uploads that go no further, and are not on the ticket. */
const ended: readonly string[] = ['rejected', 'refused', 'failed', 'cancelled'] satisfies UploadState['kind'][];

export function createIntake({ queue, files, contents, restored, clock = systemClock }: IntakeOptions): Intake {
  const taking = signal(0);
  const held = signal<readonly HeldFile[]>([]);
  const leftOver = signal<readonly LeftOver[]>([]);
  const digest = createDigest(async (file: File) => file);
  /** What goes for a newer one: at the latest when that is on the ticket. */
  const replaced = new WeakMap<File, Twin['file']>();
  /** What was last to replace one: whatever is to replace that as well goes for this. */
  const heirs = new WeakMap<Twin['file'], File>();
  /** For which a newer one is on the ticket, with its id there: whatever comes to the ticket of them goes again. */
  const superseded = new WeakMap<File, string | undefined>();
  /** As they were last, also those that have no row any more. */
  const lastKnown = new WeakMap<File, Upload>();
  /** One selection after the other: each is held against those before it. */
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;

  queue.onChange((upload) => {
    const { file, ticket, state } = upload;
    const before = lastKnown.get(file)?.state;
    lastKnown.set(file, upload);
    if (superseded.has(file)) void clear(upload);
    const old = replaced.get(file);
    if (state.kind === 'queued' && old instanceof File) dropUnsent(old);
    if (state.kind !== 'delivered' || !old) return;
    replaced.delete(file);
    const { attachmentId } = state;
    // By the agent's word alone, who may have seen the old one of the same name, it may be the only one. And whoever
    // cancelled the new one wants the old one.
    const isSure =
      before?.kind === 'unconfirmed'
        ? attachmentId !== undefined && !before.unwanted
        : !before?.kind.startsWith('cancel');
    if (isSure) void takeAway(old, ticket, attachmentId);
    else if (!(old instanceof File)) leave(ticket, old.id, old.name);
  });

  function uploads(): Upload[] {
    return queue.uploads.peek().map((entry) => entry.peek());
  }

  function uploadOf(file: File): Upload | undefined {
    return uploads().find((one) => one.file === file) ?? lastKnown.get(file);
  }

  async function takeAway(old: Twin['file'], ticket: Ticket, successor: string | undefined): Promise<void> {
    if (!(old instanceof File)) {
      if (old.id !== successor) await takeOff(ticket, old.id, old.name);
      return;
    }
    superseded.set(old, successor);
    const upload = uploadOf(old);
    if (upload) void clear(upload);
    const older = replaced.get(old);
    replaced.delete(old);
    if (older) await takeAway(older, ticket, successor);
  }

  /** Takes a superseded upload off the ticket, and then its row; one of unknown end stays until that is known. */
  async function clear(upload: Upload): Promise<void> {
    const { id, file, ticket, state } = upload;
    if (state.kind !== 'delivered') return stop(upload);
    const { attachmentId } = state;
    const isSame = attachmentId !== undefined && attachmentId === superseded.get(file);
    if (isSame || (await takeOff(ticket, attachmentId, file.name))) queue.remove(id);
  }

  /** @returns whether it is there no more */
  async function takeOff(ticket: Ticket, id: string | undefined, name: string): Promise<boolean> {
    const end = id === undefined ? undefined : await files.remove(ticket, id);
    if (end?.kind === 'done' || end?.kind === 'gone') return true;
    leave(ticket, id, name);
    return false;
  }

  function leave(ticket: Ticket, id: string | undefined, name: string): void {
    leftOver.value = [...leftOver.peek(), { ticket, id, name }];
  }

  /** What has not begun to travel need not, once its successor is known to be good. */
  function dropUnsent(file: File): void {
    held.value = held.peek().filter((one) => one.file !== file);
    const upload = uploadOf(file);
    if (upload && [...ended, 'checking', 'queued'].includes(upload.state.kind)) stop(upload);
  }

  /** Keeps an upload from going on; its row goes where nothing of it can be on the ticket. */
  function stop({ id, file }: Upload): void {
    queue.cancel(id);
    if (ended.includes(uploadOf(file)?.state.kind ?? '')) queue.remove(id);
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
      const all = restored && within(clock, patienceMs.list, restored);
      const read = Promise.all([files.known(ticket, patienceMs.list), lookUpSizes(given), last, all]);
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
      for (const { file, twin } of choice === 'replace' ? chosen : []) {
        replaced.set(file, heirs.get(twin.file) ?? twin.file);
        heirs.set(twin.file, file);
      }
      for (const [ticket, group] of byTicket(chosen)) void queue.add(group, ticket);
    },
    forget(gone) {
      leftOver.value = leftOver.peek().filter(({ id }) => id !== gone);
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
