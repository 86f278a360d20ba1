import type { ReadonlySignal } from '@preact/signals';
import { effect, signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import type { Later } from './later.ts';

/** Takes files from the first moment on, each with the ticket that was on screen. */
export interface HeldFiles {
  /** How many wait for the queue. */
  readonly count: ReadonlySignal<number>;
  add(files: readonly File[], ticket: Ticket): void;
}

/** Keeps files that are given before the queue is there, and hands them to it in their order. */
export function holdFiles(later: Later<{ readonly queue: Pick<Queue, 'add'> }>): HeldFiles {
  const count = signal(0);
  let held: { readonly files: readonly File[]; readonly ticket: Ticket }[] = [];
  effect(() => {
    const state = later.state.value;
    if (state.kind !== 'ready') return;
    const given = held;
    held = [];
    count.value = 0;
    for (const { files, ticket } of given) void state.value.queue.add(files, ticket);
  });
  return {
    count,
    add(files, ticket) {
      const state = later.state.peek();
      if (state.kind === 'ready') return void state.value.queue.add(files, ticket);
      held.push({ files, ticket });
      count.value += files.length;
    },
  };
}
