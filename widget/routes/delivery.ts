import type { Finding } from '../../contract/check.ts';
import type { Arrival, Outcome, Unknown } from '../../contract/outcome.ts';
import type { Consignment, RouteName } from './route.ts';

/**
 * Takes one file to its ticket by the routes in order; see `deliver.ts`. Never rejects.
 * @param past attempts of another page
 */
export type Deliver = (consignment: Consignment, watch: DeliveryWatch, past?: PastAttempts) => Promise<Delivery>;

/**
 * Asks the ticket about an upload whose end stayed unknown, once: `absent` only where the file can no longer be on its
 * way either. Never rejects.
 * @param past attempts of another page
 */
export type LookAgain = (consignment: Consignment, past?: PastAttempts) => Promise<Arrival>;

export interface DeliveryWatch {
  /** Aborted when the agent cancels. */
  readonly signal: AbortSignal;
  /** Called at each step, so that the panel can say what happens. */
  onStep(step: DeliveryStep): void;
  /**
   * Whether the upload goes on by itself, after a lost connection or in another page: then it ends unconfirmed where
   * nobody can tell whether an earlier attempt arrived. What the agent wants sent again, having looked, is sent.
   */
  readonly byItself?: boolean;
  /**
   * Called before each attempt, which waits for it, and again when the attempt surely has not arrived: with this
   * another page can go on truthfully. Must not reject.
   */
  onAttempts?(past: PastAttempts): Promise<void>;
  /**
   * Called when, after its end, late word comes that the file did arrive; after it was `cancelled` or `delivered` only
   * where what has come cannot be taken back.
   */
  onLateArrival?(delivery: Delivered): void;
}

/** What outlives the page that began an upload. Plain data. */
export interface PastAttempts {
  /** When the first attempt began, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Attachments that the ticket had before, or that belong to other uploads. */
  readonly earlierIds: readonly string[];
  /** The route that told what the ticket had before; absent where none did. */
  readonly listedBy?: RouteName;
  /** When the last attempt began that may have arrived; absent where none can have. */
  readonly doubtMs?: number;
  /** By which routes the file may have arrived, the latest last; absent in what an older version of ours kept. */
  readonly doubtfulBy?: readonly RouteName[];
  /** Where the routes led, as far as they tell. */
  readonly leadsTo?: string;
  /** As that of the last attempt's `Consignment`; none where it is absent. */
  readonly wishes?: number;
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
  | Delivered
  /** A service refused it for good. */
  | {
      readonly kind: 'refused';
      readonly route: RouteName;
      readonly outcome: Extract<Outcome, { kind: 'refused' }>;
    }
  /** No route took it; it surely did not arrive. The agent may try again. */
  | { readonly kind: 'failed'; readonly trials: readonly Trial[] }
  /** An attempt's end stays unknown, and the ticket could not be asked. The agent must look before sending again. */
  | {
      readonly kind: 'unconfirmed';
      readonly route: RouteName;
      readonly message: string;
      readonly end?: Unknown;
      /** What came of a further try, which surely did not arrive. */
      readonly trials?: readonly (Trial | Refusal)[];
    }
  | { readonly kind: 'cancelled' };

export interface Delivered {
  readonly kind: 'delivered';
  readonly route: RouteName;
  readonly attachmentId?: string;
}

/** A service refused it for good. */
interface Refusal {
  readonly route: RouteName;
  readonly end: Extract<Outcome, { kind: 'refused' }>;
}

/** What the last attempt by a route ended in. */
export interface Trial {
  readonly route: RouteName;
  readonly end:
    | Extract<Outcome, { kind: 'unauthorized' | 'busy' | 'unavailable' | 'unknown' }>
    | { readonly kind: 'limits'; readonly findings: readonly Finding[] };
}
