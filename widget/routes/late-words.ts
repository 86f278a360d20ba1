import type { Delivered, Outcome } from '../../contract/outcome.ts';
import type { RouteName } from './route.ts';

/** A late word that the file did arrive. */
export interface LateArrival {
  readonly route: RouteName;
  readonly end: Delivered;
}

/**
 * What comes of the attempts of one upload whose end was unknown: calls through the SDK cannot be stopped, and may
 * still end after the upload has gone on by another way, or is over.
 */
export interface LateWords {
  /** Adds an attempt; one without `later` has said its last. */
  add(route: RouteName, later: Promise<Outcome> | undefined): void;
  /** The last attempt's word, once it says more than that it does not know. */
  ofLast(): Outcome | undefined;
  /** Whether an attempt has not said its last, or does not know it: it may still put the file there. */
  isPending(): boolean;
  /** Whether the end of an attempt is not known, though it may long be over. */
  isOpen(): boolean;
  /** The first word of an arrival, by whichever attempt, that is not set aside. */
  arrival(): LateArrival | undefined;
  /** Whether any has arrived, be it set aside. */
  hasArrived(): boolean;
  /** Leaves an arrival out of account, since it is being taken off the ticket. @returns what takes it in again */
  setAside(id: string): () => void;
  /** The attachments of all arrivals, as far as their ids are known. */
  ids(): readonly string[];
  /** Calls when `ofLast` or `arrival` gets another answer. @returns a function that ends it */
  onNews(listener: () => void): () => void;
  /** Calls for every arrival, of the past too but for those set aside. @returns a function that ends it */
  onArrival(listener: (arrival: LateArrival) => void): () => void;
}

export function createLateWords(): LateWords {
  const newsListeners = new Set<() => void>();
  const arrivals: LateArrival[] = [];
  const arrivalListeners = new Set<(arrival: LateArrival) => void>();
  let last: { word?: Outcome } | undefined;
  const aside = new Set<string>();
  let pending = 0;
  let open = 0;

  function counts({ end: { attachmentId } }: LateArrival): boolean {
    return attachmentId === undefined || !aside.has(attachmentId);
  }

  function tellNews(): void {
    for (const listener of [...newsListeners]) listener();
  }

  return {
    add(route, later) {
      const attempt: { word?: Outcome } = {};
      last = attempt;
      open += 1;
      if (later) pending += 1;
      void later?.then((word) => {
        if (word.kind === 'unknown') return;
        pending -= 1;
        open -= 1;
        attempt.word = word;
        if (word.kind === 'delivered') {
          const arrival = { route, end: word };
          arrivals.push(arrival);
          for (const listener of arrivalListeners) listener(arrival);
        }
        if (word.kind === 'delivered' || attempt === last) tellNews();
      });
    },
    isPending: () => pending > 0,
    isOpen: () => open > 0,
    ofLast: () => last?.word,
    arrival: () => arrivals.find(counts),
    hasArrived: () => arrivals.length > 0,
    setAside(id) {
      aside.add(id);
      return () => {
        aside.delete(id);
        tellNews();
      };
    },
    ids: () => arrivals.flatMap(({ end }) => end.attachmentId ?? []),
    onNews(listener) {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    onArrival(listener) {
      arrivalListeners.add(listener);
      for (const arrival of arrivals.filter(counts)) listener(arrival);
      return () => arrivalListeners.delete(listener);
    },
  };
}
