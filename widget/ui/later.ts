import { type ReadonlySignal, signal } from '@preact/signals';

export type LaterState<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  /** It did not load; `again` may help. */
  | { readonly kind: 'failed' };

/** Something that is loaded while the panel can be used already. */
export interface Later<T> {
  readonly state: ReadonlySignal<LaterState<T>>;
  /** Loads once more what did not load. */
  again(): void;
}

/** Begins to load at once. @param load called again by `again` */
export function createLater<T>(load: () => Promise<T>): Later<T> {
  const state = signal<LaterState<T>>({ kind: 'loading' });

  async function begin(): Promise<void> {
    try {
      state.value = { kind: 'ready', value: await load() };
    } catch (error) {
      console.error('A part of the panel did not load', error);
      state.value = { kind: 'failed' };
    }
  }

  void begin();
  return {
    state,
    again() {
      if (state.peek().kind !== 'failed') return;
      state.value = { kind: 'loading' };
      void begin();
    },
  };
}
