import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import type { Deliver } from '../routes/delivery.ts';
import type { Route } from '../routes/route.ts';
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
  /** Drops an upload that is not under way. */
  remove(id: string): void;
  /** Drops those that ended and ask nothing more of the agent. */
  clearFinished(): void;
  /** Calls at every change of an upload's kind of state. @returns a function that ends it */
  onChange(listener: (upload: Upload) => void): () => void;
}

export interface QueueOptions {
  readonly routes: readonly Pick<Route, 'name' | 'limits'>[];
  readonly deliver: Deliver;
  /** Most uploads under way together; 2 unless told: Desk allows an organisation few calls at once. */
  readonly atOnce?: number;
  readonly newId?: () => string;
}

/** Uploads that change together: hundreds in one go would keep the panel from answering meanwhile. */
const redrawnInOneGo = 20;

/** Creates an empty queue. */
export function createQueue(options: QueueOptions): Queue {
  const { routes, deliver, atOnce = 2, newId = () => crypto.randomUUID() } = options;
  const uploads = signal<readonly Signal<Upload>[]>([]);
  const limits = signal(readLimits());
  const underWay = new Map<string, AbortController>();
  const listeners = new Set<(upload: Upload) => void>();

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

  async function check(entries: readonly Signal<Upload>[]): Promise<void> {
    limits.value = readLimits();
    const verdicts = await judgeSelection(
      entries.map((entry) => entry.peek().file),
      limits.peek(),
    );
    const checked = entries.flatMap((entry, index) => {
      const verdict = verdicts[index];
      return verdict ? [{ entry, verdict }] : [];
    });
    for (let done = 0; done < checked.length; done += redrawnInOneGo) {
      if (done > 0) await new Promise((resolve) => setTimeout(resolve));
      batch(() => {
        for (const { entry, verdict } of checked.slice(done, done + redrawnInOneGo)) {
          apply(entry, { kind: 'checked', verdict });
        }
        sendNext();
      });
    }
  }

  function sendNext(): void {
    for (const entry of uploads.peek()) {
      if (underWay.size >= atOnce) return;
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
      { signal: controller.signal, onStep: (step) => apply(entry, { kind: 'step', step }) },
    );
    underWay.delete(id);
    batch(() => {
      apply(entry, { kind: 'end', delivery });
      limits.value = readLimits();
      sendNext();
    });
  }

  async function retry(entries: readonly Signal<Upload>[]): Promise<void> {
    batch(() => {
      for (const entry of entries) apply(entry, { kind: 'retry' });
    });
    const again = entries.filter((entry) => entry.peek().state.kind === 'checking');
    if (again.length > 0) await check(again);
  }

  function keep(wanted: (upload: Upload) => boolean): void {
    uploads.value = uploads.peek().filter((entry) => wanted(entry.peek()));
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
      return check(added);
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
    remove(id) {
      keep((upload) => upload.id !== id || isUnderWay(upload.state) || upload.state.kind === 'cancelling');
    },
    clearFinished: () => keep((upload) => !isFinished(upload.state)),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
