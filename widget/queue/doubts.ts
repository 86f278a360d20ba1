import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../clock.ts';
import type { LookAgain } from '../routes/delivery.ts';
import type { Queue } from './queue.ts';
import type { Upload } from './upload.ts';

export interface DoubtOptions {
  readonly queue: Pick<Queue, 'uploads' | 'onChange' | 'learn'>;
  readonly lookAgain: LookAgain;
  readonly clock: Clock;
  /** While it is true, as without a connection, nobody is asked. */
  readonly held?: ReadonlySignal<boolean> | undefined;
}

/**
 * After how long the ticket is asked about an upload that is unconfirmed, in milliseconds: twice as long after each time
 * that told nothing, since every call costs the organisation one of its credits.
 */
export const doubtMs = { first: 30_000, longest: 960_000 } as const;

/**
 * Follows the uploads of unknown end: now and then the ticket is asked, so that the agent need not look where a service
 * that was away answers again.
 */
export function followDoubts({ queue, lookAgain, clock, held = signal(false) }: DoubtOptions): void {
  /** What calls the next question off, by upload. */
  const waiting = new Map<string, () => void>();

  function find(id: string): Upload | undefined {
    const upload = queue.uploads
      .peek()
      .find((entry) => entry.peek().id === id)
      ?.peek();
    return upload?.state.kind === 'unconfirmed' ? upload : undefined;
  }

  function askLater(id: string, waitMs: number): void {
    waiting.set(
      id,
      clock.after(waitMs, () => void ask(id, waitMs)),
    );
  }

  async function ask(id: string, waitMs: number): Promise<void> {
    const upload = find(id);
    if (!upload) return forget(id);
    const { ticket, file, mimeType, state } = upload;
    const arrival = held.peek() ? undefined : await lookAgain({ uploadId: id, ticket, file, mimeType });
    // The agent may have decided meanwhile, or sent it again, with another doubt at the end.
    const now = find(id);
    if (!now) return forget(id);
    if (now.state !== state) return;
    if (arrival === undefined) askLater(id, waitMs);
    else if (arrival.kind === 'untold') askLater(id, Math.min(2 * waitMs, doubtMs.longest));
    else {
      waiting.delete(id);
      await queue.learn(id, arrival);
    }
  }

  function forget(id: string): void {
    waiting.get(id)?.();
    waiting.delete(id);
  }

  function heed({ id, state }: Upload): void {
    if (state.kind !== 'unconfirmed') forget(id);
    else if (!waiting.has(id)) askLater(id, doubtMs.first);
  }

  queue.onChange(heed);
  // Those of an earlier page come in as they were.
  effect(() => {
    for (const entry of queue.uploads.value) heed(entry.peek());
  });
}
