import type { ReadonlySignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';

/** What the panel gets once it is usable: loading it before would keep the agent waiting. */
export interface Extras {
  /** Takes files in; holds back those that are already there until the agent has chosen. */
  take(files: readonly File[], ticket: Ticket): Promise<void>;
  /** News for those who cannot see the list. */
  readonly news: ReadonlySignal<string>;
  /** What the agent is asked before something is sent. */
  readonly Questions: ComponentType<ExtraProps & { attach(files: readonly File[]): void }>;
  /** The files that the ticket has. */
  readonly Files: ComponentType<ExtraProps>;
}

export interface ExtraProps {
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
  /** Takes the focus to a place that stays, before the place where it is goes away. */
  keepFocus(): void;
}

export type LoadExtras = () => Promise<Extras>;

/**
 * Loads the extras after the panel has been drawn. Where they do not load the panel does without.
 * @returns the extras, once they are there; and what takes files in, which waits for extras that are on their way
 */
export function useExtras(load: LoadExtras | undefined, queue: Pick<Queue, 'add'>) {
  const [extras, setExtras] = useState<Extras>();
  const loading = useRef<Promise<Extras | undefined>>(undefined);
  const loadOnce = () => {
    loading.current ??= load?.().catch(() => undefined);
    return loading.current;
  };
  useEffect(() => {
    const timer = setTimeout(() => void loadOnce()?.then(setExtras));
    return () => clearTimeout(timer);
  }, []);
  return {
    extras,
    async takeIn(files: readonly File[], ticket: Ticket): Promise<void> {
      const there = load && (await loadOnce());
      await (there ? there.take(files, ticket) : queue.add(files, ticket));
    },
  };
}
