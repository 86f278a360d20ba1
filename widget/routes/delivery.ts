import type { Finding } from '../../contract/check.ts';
import type { Outcome, Unknown } from '../../contract/outcome.ts';
import type { Consignment, RouteName } from './route.ts';

/** Takes one file to its ticket by the routes in order; see `deliver.ts`. Never rejects. */
export type Deliver = (consignment: Consignment, watch: DeliveryWatch) => Promise<Delivery>;

export interface DeliveryWatch {
  /** Aborted when the agent cancels. */
  readonly signal: AbortSignal;
  /** Called at each step, so that the panel can say what happens. */
  onStep(step: DeliveryStep): void;
}

/** What is happening to an upload on its way. */
export type DeliveryStep =
  /** `sentBytes` of the file have left; absent where the route cannot tell. */
  | { readonly kind: 'sending'; readonly route: RouteName; readonly attempt: number; readonly sentBytes?: number }
  /** Waiting before the next attempt, until `untilMs` (milliseconds since 1970). */
  | { readonly kind: 'waiting'; readonly route: RouteName; readonly untilMs: number; readonly message: string }
  /** Asking the ticket whether an attempt of unknown end arrived. */
  | { readonly kind: 'asking'; readonly route: RouteName };

/** How the way of a file ended. */
export type Delivery =
  | { readonly kind: 'delivered'; readonly route: RouteName; readonly attachmentId?: string }
  /** A service refused it for good. */
  | {
      readonly kind: 'refused';
      readonly route: RouteName;
      readonly outcome: Extract<Outcome, { kind: 'refused' }>;
    }
  /** No route took it; it surely did not arrive. The agent may try again. */
  | { readonly kind: 'failed'; readonly trials: readonly Trial[] }
  /** An attempt's end stays unknown, and the ticket could not be asked. The agent must look before sending again. */
  | { readonly kind: 'unconfirmed'; readonly route: RouteName; readonly message: string; readonly end?: Unknown }
  | { readonly kind: 'cancelled' };

/** What the last attempt by a route ended in. */
export interface Trial {
  readonly route: RouteName;
  readonly end:
    | Extract<Outcome, { kind: 'unauthorized' | 'busy' | 'unavailable' | 'unknown' }>
    | { readonly kind: 'limits'; readonly findings: readonly Finding[] };
}
