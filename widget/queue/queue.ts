import { batch, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Arrival } from '../../contract/outcome.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Deliver } from '../routes/delivery.ts';
import type { Route } from '../routes/route.ts';
import type { FileOf } from './kept-file.ts';
import { judgeSelection, type RouteLimits } from './selection.ts';
import { isFinished, isUnderWay, transition, type Upload, type UploadEvent } from './upload.ts';

/** This agent's uploads. Each is a signal of its own, so that the progress of one redraws that one alone. */
export interface Queue {
  /** In the order of picking. */
  readonly uploads: ReadonlySignal<readonly ReadonlySignal<Upload>[]>;
  /** What each route takes, as far as is known now; a pass may change it. */
  readonly limits: ReadonlySignal<readonly RouteLimits[]>;
  /** Takes files in for a ticket, checks them and sends the good ones. @returns when they are checked */
  add(files: readonly File[], ticket: Ticket): Promise<void>;
  cancel(id: string): void;
  /** @returns when the file is checked again */
  retry(id: string): Promise<void>;
  /** Retries all that failed; those of unknown end wait until the agent has looked. */
  retryAll(): Promise<void>;
  /** The agent found the file of an unconfirmed upload on the ticket. */
  confirm(id: string): void;
  /**
   * The ticket has told of an unconfirmed upload after all: it is delivered, or goes out again by itself; one that the
   * agent had cancelled stays so.
   * @returns when it is checked again, where it goes out
   */
  learn(id: string, arrival: Exclude<Arrival, { kind: 'untold' }>): Promise<void>;
  /** Drops an upload that is not under way. */
  remove(id: string): void;
  /** Drops those that ended and ask nothing more of the agent. */
  clearFinished(): void;
  /**
   * Takes in uploads of another page, before or after those that are there.
   * @returns when those that go on are checked
   */
  restore(uploads: readonly Upload[], place: 'first' | 'last'): Promise<void>;
  /** Word about an upload that another tab has. @returns when it is checked, where it goes on here */
  hear(id: string, event: Extract<UploadEvent, { kind: 'told' | 'taken' }>): Promise<void>;
  /** Calls at every change of an upload's kind of state. @returns a function that ends it */
  onChange(listener: (upload: Upload) => void): () => void;
}

export interface QueueOptions {
  readonly routes: readonly Pick<Route, 'name' | 'limits'>[];
  readonly deliver: Deliver;
  /** Most uploads under way together; 2 unless told: Desk allows an organisation few calls at once. */
  readonly atOnce?: number | (() => number);
  /** While it is true, as without a connection, nothing is begun; what fails then goes on afterwards. */
  readonly held?: ReadonlySignal<boolean>;
  readonly newId?: () => string;
  /** The file to read and send; the upload's own where this is absent. */
  readonly fileOf?: FileOf;
}

/** Uploads that change together: hundreds in one go would keep the panel from answering meanwhile. */
const redrawnInOneGo = 20;

/** Creates an empty queue. */
export function createQueue(options: QueueOptions): Queue {
  const { routes, deliver, atOnce = 2, held = signal(false), newId = () => crypto.randomUUID() } = options;
  const { fileOf = async ({ file }) => file } = options;
  const mostUnderWay = typeof atOnce === 'number' ? () => atOnce : atOnce;
  const uploads = signal<readonly Signal<Upload>[]>([]);
  const limits = signal(readLimits());
  const underWay = new Map<string, AbortController>();
  const listeners = new Set<(upload: Upload) => void>();
  /** Under way when the connection was lost. */
  const interrupted = new Set<string>();
  /** Sent again by the agent's wish. */
  const wanted = new Set<string>();

  function readLimits(): readonly RouteLimits[] {
    return routes.map((route) => ({ route: route.name, limits: route.limits() }));
  }

  function apply(entry: Signal<Upload>, event: UploadEvent): void {
    const before = entry.peek();
    const after = transition(before, event);
    entry.value = after;
    if (after.state.kind === before.state.kind) return;
    for (const listener of listeners) listener(after);
  }

  function find(id: string): Signal<Upload> | undefined {
    return uploads.peek().find((entry) => entry.peek().id === id);
  }

  /** @param as one selection, each once more by itself, or what an earlier page had checked: its route refuses it, or not */
  async function check(entries: readonly Signal<Upload>[], as: 'selected' | 'again' | 'kept'): Promise<void> {
    limits.value = readLimits();
    const files = await Promise.all(entries.map((entry) => fileOf(entry.peek())));
    const judged = await judgeSelection(files, limits.peek(), as === 'selected');
    const verdicts = as === 'kept' ? judged.map((verdict) => ({ ...verdict, findings: [] })) : judged;
    for (let done = 0; done < verdicts.length; done += redrawnInOneGo) {
      if (done > 0) await new Promise((resolve) => setTimeout(resolve));
      batch(() => {
        for (const [index, verdict] of verdicts.slice(done, done + redrawnInOneGo).entries()) {
          const entry = entries[done + index];
          // What was removed meanwhile must not be taken up, and kept, again.
          if (entry && uploads.peek().includes(entry)) apply(entry, { kind: 'checked', verdict });
        }
        sendNext();
      });
    }
  }

  function sendNext(): void {
    if (held.peek()) return;
    for (const entry of uploads.peek()) {
      if (underWay.size >= mostUnderWay()) return;
      if (entry.peek().state.kind === 'queued') void send(entry);
    }
  }

  async function send(entry: Signal<Upload>): Promise<void> {
    const { id, ticket, file, mimeType } = entry.peek();
    const controller = new AbortController();
    underWay.set(id, controller);
    apply(entry, { kind: 'start' });
    const delivery = await deliver(
      { uploadId: id, ticket, file, mimeType },
      {
        signal: controller.signal,
        onStep: (step) => apply(entry, { kind: 'step', step }),
        byItself: !wanted.delete(id),
        onLateArrival: (delivered) => apply(entry, { kind: 'arrived', delivery: delivered }),
      },
    );
    underWay.delete(id);
    const isLost = interrupted.delete(id) && (delivery.kind === 'failed' || delivery.kind === 'unconfirmed');
    batch(() => {
      apply(entry, { kind: isLost && isUnderWay(entry.peek().state) ? 'interrupted' : 'end', delivery });
      limits.value = readLimits();
      sendNext();
    });
  }

  async function retry(entries: readonly Signal<Upload>[]): Promise<void> {
    batch(() => {
      for (const entry of entries) apply(entry, { kind: 'retry' });
    });
    const again = entries.filter((entry) => entry.peek().state.kind === 'checking');
    for (const entry of again) wanted.add(entry.peek().id);
    if (again.length > 0) await check(again, 'again');
  }

  effect(() => {
    if (held.value) for (const id of underWay.keys()) interrupted.add(id);
    else sendNext();
  });

  function keep(stays: (upload: Upload) => boolean): void {
    uploads.value = uploads.peek().filter((entry) => stays(entry.peek()));
  }

  return {
    uploads,
    limits,
    add(files, ticket) {
      const added = files.map((file) =>
        signal<Upload>({
          id: newId(),
          ticket,
          file,
          mimeType: file.type,
          remark: undefined,
          state: { kind: 'checking' },
        }),
      );
      uploads.value = [...uploads.peek(), ...added];
      return check(added, 'selected');
    },
    cancel(id) {
      const entry = find(id);
      if (!entry) return;
      apply(entry, { kind: 'cancel' });
      underWay.get(id)?.abort();
    },
    async retry(id) {
      const entry = find(id);
      if (entry) await retry([entry]);
    },
    retryAll: () => retry(uploads.peek().filter((entry) => entry.peek().state.kind === 'failed')),
    confirm(id) {
      const entry = find(id);
      if (entry) apply(entry, { kind: 'found' });
    },
    async learn(id, arrival) {
      const entry = find(id);
      const state = entry?.peek().state;
      if (!entry || state?.kind !== 'unconfirmed') return;
      if (arrival.kind === 'arrived') apply(entry, { ...arrival, kind: 'found' });
      else {
        apply(entry, arrival);
        if (!state.unwanted) await check([entry], 'again');
      }
    },
    remove(id) {
      keep((upload) => upload.id !== id || isUnderWay(upload.state) || upload.state.kind === 'cancelling');
    },
    clearFinished: () => keep((upload) => !isFinished(upload.state)),
    async restore(restored, place) {
      const entries = restored.map((upload) => signal(upload));
      const present = uploads.peek();
      uploads.value = place === 'first' ? [...entries, ...present] : [...present, ...entries];
      const unchecked = entries.filter((entry) => entry.peek().state.kind === 'checking');
      if (unchecked.length > 0) await check(unchecked, 'kept');
    },
    async hear(id, event) {
      const entry = find(id);
      if (!entry) return;
      apply(entry, event);
      if (event.kind === 'taken' && entry.peek().state.kind === 'checking') await check([entry], 'kept');
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
