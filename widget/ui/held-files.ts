import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import type { Later, LaterState } from './later.ts';
import type { parts } from './panel-parts.ts';
import type { TicketOnScreen, TicketWatch } from './ticket-on-screen.ts';

/** Takes files from the first moment on, for the ticket that is on screen, even while that is still being read. */
export interface HeldFiles {
  /** How many wait for the queue, or for their ticket. */
  readonly count: ReadonlySignal<number>;
  /** Whether the agent left a ticket before it was read: nobody knows where its files belong. */
  readonly left: ReadonlySignal<boolean>;
  add(given: Given): void;
}

type Readers = Pick<typeof parts, 'filesOfDrop' | 'filesOfPaste'>;

/** Files, or what reads them by means of the second part, which may still have to come. It counts as one, and never fails. */
export type Given = readonly File[] | ((readers: Readers) => readonly File[] | Promise<readonly File[]>);

interface Held {
  readonly given: Given;
  /** How many files it counts as. */
  readonly size: number;
  readonly ticket: Ticket | undefined;
  /** How often the ticket had changed. */
  readonly place: number;
}

interface Second {
  readonly queue: Pick<Queue, 'add'>;
  readonly parts: Readers;
}

/** Keeps files that are given before the queue or the ticket is there, and hands them to the queue in their order. */
export function holdFiles(
  later: Pick<Later<Second>, 'state'>,
  { onScreen, changes }: Pick<TicketWatch, 'onScreen' | 'changes'>,
): HeldFiles {
  const count = signal(0);
  const left = signal(false);
  let held: readonly Held[] = [];

  function settle(given: readonly Held[], state: LaterState<Second>, screen: TicketOnScreen, place: number): void {
    const rest: Held[] = [];
    for (const one of given) {
      const ticket = one.ticket ?? (screen.kind === 'ticket' && one.place === place ? screen.ticket : undefined);
      if (!ticket && one.place !== place) {
        left.value = true;
        tellMore(-one.size);
      } else if (ticket && state.kind === 'ready') void hand(one, ticket, state.value);
      else rest.push({ ...one, ticket });
    }
    held = rest;
  }

  async function hand({ given, size }: Held, ticket: Ticket, { queue, parts }: Second): Promise<void> {
    void queue.add(typeof given === 'function' ? await given(parts) : given, ticket);
    tellMore(-size);
  }

  function tellMore(size: number): void {
    count.value = count.peek() + size;
  }

  effect(() => settle(held, later.state.value, onScreen.value, changes.value));
  return {
    count,
    left,
    add(given) {
      left.value = false;
      const place = changes.peek();
      const size = typeof given === 'function' ? 1 : given.length;
      tellMore(size);
      settle([...held, { given, size, ticket: undefined, place }], later.state.peek(), onScreen.peek(), place);
    },
  };
}
