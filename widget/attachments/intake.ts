import { type ReadonlySignal, signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { createDigest, type Digest, findTwin, type Twin } from './find-twin.ts';
import type { TicketFile } from './ticket-attachments.ts';
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
  readonly held: ReadonlySignal<readonly HeldFile[]>;
  /** @returns when every file is in the queue or held */
  take(files: readonly File[], ticket: Ticket): Promise<void>;
  decide(ids: readonly string[], choice: Choice): void;
}

export interface IntakeOptions {
  readonly queue: Pick<Queue, 'uploads' | 'add' | 'onChange'>;
  readonly files: Pick<TicketFiles, 'known' | 'remove' | 'wasRemoved'>;
  readonly digest?: Digest;
}

/** How long a file waits for the ticket's list, in milliseconds: a slow list must not hold up an upload. */
export const listPatienceMs = 1500;

export function createIntake({ queue, files, digest = createDigest() }: IntakeOptions): Intake {
  const held = signal<readonly HeldFile[]>([]);
  /** What goes from the ticket once its successor is there. */
  const replaced = new WeakMap<File, TicketFile>();
  let count = 0;

  queue.onChange(({ file, ticket, state }) => {
    const old = replaced.get(file);
    if (!old || state.kind !== 'delivered' || state.attachmentId === old.id) return;
    replaced.delete(file);
    void files.remove(ticket, old);
  });

  /** The files of the queue that are, or will be, on the ticket. */
  function added(ticket: Ticket): File[] {
    const uploads = queue.uploads.peek().map((entry) => entry.peek());
    const waiting = held.peek().filter((one) => one.ticket.id === ticket.id);
    const counting = uploads.filter(({ state, ticket: { id } }) => {
      if (id !== ticket.id || ['rejected', 'refused', 'cancelled'].includes(state.kind)) return false;
      return state.kind !== 'delivered' || !state.attachmentId || !files.wasRemoved(state.attachmentId);
    });
    return [...counting, ...waiting].map(({ file }) => file);
  }

  return {
    held,
    async take(given, ticket) {
      const onTicket = await files.known(ticket, listPatienceMs);
      const present = { onTicket, added: added(ticket) };
      const fresh: File[] = [];
      const doubled: HeldFile[] = [];
      for (const file of given) {
        const twin = await findTwin(file, present, digest);
        present.added.push(file);
        if (!twin) {
          fresh.push(file);
          continue;
        }
        count += 1;
        doubled.push({ id: `held-${count}`, file, ticket, twin });
      }
      if (doubled.length > 0) held.value = [...held.peek(), ...doubled];
      if (fresh.length > 0) await queue.add(fresh, ticket);
    },
    decide(ids, choice) {
      const chosen = held.peek().filter(({ id }) => ids.includes(id));
      held.value = held.peek().filter(({ id }) => !ids.includes(id));
      if (choice === 'skip') return;
      for (const { file, twin } of chosen) {
        if (choice === 'replace' && twin.kind === 'on-ticket') replaced.set(file, twin.file);
      }
      for (const [ticket, files] of byTicket(chosen)) void queue.add(files, ticket);
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
