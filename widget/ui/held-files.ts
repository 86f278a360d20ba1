import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import type { Later, LaterState } from './later.ts';
import type { TicketOnScreen, TicketWatch } from './ticket-on-screen.ts';

/** Takes files from the first moment on, for the ticket that is on screen, even while that is still being read. */
export interface HeldFiles {
  /** How many wait for the queue, or for their ticket. */
  readonly count: ReadonlySignal<number>;
  /** Whether the agent left a ticket before it was read: nobody knows where its files belong. */
  readonly left: ReadonlySignal<boolean>;
  add(files: readonly File[]): void;
}

interface Held {
  readonly files: readonly File[];
  readonly ticket: Ticket | undefined;
  /** How often the ticket had changed. */
  readonly place: number;
}

type LaterQueue = LaterState<{ readonly queue: Pick<Queue, 'add'> }>;

/** Keeps files that are given before the queue or the ticket is there, and hands them to the queue in their order. */
export function holdFiles(
  later: Pick<Later<{ readonly queue: Pick<Queue, 'add'> }>, 'state'>,
  { onScreen, changes }: Pick<TicketWatch, 'onScreen' | 'changes'>,
): HeldFiles {
  const count = signal(0);
  const left = signal(false);
  let held: readonly Held[] = [];

  function settle(given: readonly Held[], state: LaterQueue, screen: TicketOnScreen, place: number): void {
    const rest: Held[] = [];
    for (const one of given) {
      const ticket = one.ticket ?? (screen.kind === 'ticket' && one.place === place ? screen.ticket : undefined);
      if (!ticket && one.place !== place) left.value = true;
      else if (ticket && state.kind === 'ready') void state.value.queue.add(one.files, ticket);
      else rest.push({ ...one, ticket });
    }
    held = rest;
    count.value = rest.reduce((sum, { files }) => sum + files.length, 0);
  }

  effect(() => settle(held, later.state.value, onScreen.value, changes.value));
  return {
    count,
    left,
    add(files) {
      left.value = false;
      const place = changes.peek();
      settle([...held, { files, ticket: undefined, place }], later.state.peek(), onScreen.peek(), place);
    },
  };
}
