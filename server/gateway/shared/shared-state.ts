/**
 * What the gateways of one configuration know together. Plain building blocks: tokens, the calls in flight and the ends
 * of uploads stand on them. Every implementation passes `shared-state.suite.ts`.
 *
 * Times are in milliseconds. Calls reject only where the state is out of reach; `createFallbackState` turns to the
 * gateway's own memory then, so that what stands on it never sees it.
 */
export interface SharedState {
  /** @returns `undefined` where there is none, or its time is over */
  get(key: string): Promise<string | undefined>;
  /**
   * @param ms how long it is kept
   * @param brought what becomes of it where it can be shared only later: it replaces what others have set by then, or gives
   * way to that
   */
  set(key: string, value: string, ms: number, brought?: 'replaces' | 'gives-way'): Promise<void>;
  /** @param expected removes this value only; any where it is absent */
  remove(key: string, expected?: string): Promise<void>;

  /** Takes one of few places for a time. */
  take(place: Place, most: number): Promise<Taking>;
  /** Keeps a place for another while, and takes it again where it was lost, whether there is room or not. */
  keep(place: Place): Promise<void>;
  leave(place: Place): Promise<void>;
  /** Nobody gets a place of that name for so long; what closes it for longer stays. */
  pause(name: string, ms: number): Promise<void>;
}

/** One of few places of the same name: a call in flight, or a lock where there is only one. */
export interface Place {
  readonly name: string;
  /** Who takes it: unlike any other. */
  readonly holder: string;
  /** It is free again after so long, unless it is kept: whoever holds it may have died. */
  readonly ms: number;
  /** Where those who ask for such a place take turns: it is not taken while somebody waits who came before. */
  readonly turn?: Turn | undefined;
}

/** Of somebody who asks again and again until there is a place. */
export interface Turn {
  /** Unlike any other's. */
  readonly of: string;
  /** Who has not asked again for so long waits no more. */
  readonly ms: number;
}

export type Taking =
  | { readonly kind: 'taken' }
  | { readonly kind: 'full' }
  /** For how long none is given. */
  | { readonly kind: 'paused'; readonly ms: number };
