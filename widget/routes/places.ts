import { aborted, unlessAborted } from './aborting.ts';
import type { RouteName } from './route.ts';

/** Most files that may be on their way by each route together. */
export type AtOnce = { readonly [route in RouteName]: number };

/** Two by Desk's connector, since Desk allows an organisation few calls at once. */
export const usualAtOnce: AtOnce = { connector: 2, gateway: 3 };

/** The places on the routes: how many files travel by each together. */
export interface Places {
  /** Waits for a place. @returns what gives it back; `undefined` where the signal came first */
  take(route: RouteName, signal: AbortSignal): Promise<(() => void) | undefined>;
  /** To be told which route the next upload tries first. */
  lead(route: RouteName): void;
  /** How many uploads are worth starting together: as many as the route has that is tried first. */
  ofLead(): number;
}

export function createPlaces(atOnce: AtOnce = usualAtOnce, first: RouteName = 'connector'): Places {
  const taken = new Map<RouteName, number>();
  const waiting: { readonly route: RouteName; readonly go: () => void }[] = [];
  let lead = first;

  function leave(route: RouteName): void {
    taken.set(route, (taken.get(route) ?? 0) - 1);
    const next = waiting.findIndex((one) => one.route === route);
    if (next >= 0) waiting.splice(next, 1)[0]?.go();
  }

  function enter(route: RouteName): () => void {
    taken.set(route, (taken.get(route) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave(route);
    };
  }

  return {
    async take(route, signal) {
      if (signal.aborted) return undefined;
      if ((taken.get(route) ?? 0) < atOnce[route]) return enter(route);
      let entry: (typeof waiting)[number] | undefined;
      const place = new Promise<() => void>((resolve) => {
        entry = { route, go: () => resolve(enter(route)) };
        waiting.push(entry);
      });
      const got = await unlessAborted(signal, place);
      if (got !== aborted) return got;
      const at = entry ? waiting.indexOf(entry) : -1;
      if (at >= 0) waiting.splice(at, 1);
      // The place was given just then, too late to be wanted.
      else (await place)();
      return undefined;
    },
    lead(route) {
      lead = route;
    },
    ofLead: () => atOnce[lead],
  };
}
