import { randomUUID } from 'node:crypto';

/** Those who wait, by their callers, who take turns: however many one has sent, the next is another's. */
export interface Turns<Waiting> {
  /** Whose turn it is: a name unlike that of any other caller, here or in another gateway. */
  readonly turn: string | undefined;
  add(caller: string, waiting: Waiting): void;
  /** Takes the one whose turn it is, of its caller's the one that came first. */
  next(): Waiting | undefined;
  remove(waiting: Waiting): void;
  all(): readonly Waiting[];
}

export function createTurns<Waiting>(): Turns<Waiting> {
  /** The callers in the order of their turns. */
  const callers = new Map<string, { readonly turn: string; readonly waiting: Set<Waiting> }>();

  const first = () => callers.entries().next().value;

  return {
    get turn() {
      return first()?.[1].turn;
    },
    add(caller, waiting) {
      const known = callers.get(caller) ?? { turn: randomUUID(), waiting: new Set() };
      known.waiting.add(waiting);
      callers.set(caller, known);
    },
    next() {
      const [caller, entry] = first() ?? [];
      if (caller === undefined || !entry) return undefined;
      const [waiting] = entry.waiting;
      callers.delete(caller);
      if (waiting !== undefined) entry.waiting.delete(waiting);
      if (entry.waiting.size > 0) callers.set(caller, entry);
      return waiting;
    },
    remove(waiting) {
      for (const [caller, entry] of callers) {
        if (entry.waiting.delete(waiting) && entry.waiting.size === 0) callers.delete(caller);
      }
    },
    all: () => [...callers.values()].flatMap((entry) => [...entry.waiting]),
  };
}
