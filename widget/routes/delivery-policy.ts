/** The numbers by which an upload is tried again. Times in milliseconds. */
export interface DeliveryPolicy {
  /** Attempts by one route, as long as it is unavailable. */
  readonly attempts: number;
  /** Wait before the second attempt; each further one is `growth` times as long, up to `longestWaitMs`. */
  readonly firstWaitMs: number;
  readonly growth: number;
  readonly longestWaitMs: number;
  /** How often one route may ask to come back later. */
  readonly busyWaits: number;
  /** A route that asks to wait longer is left for the next. */
  readonly longestBusyMs: number;
  /** Between two questions whether a file arrived: a slow service may still be storing it. */
  readonly askAgainMs: number;
  /**
   * After its beginning, an attempt of a page that is gone may still arrive so long, and the longer the larger the file
   * is: the page around the widget and Zoho's servers carry on what they were asked for. Until then, not to find it on
   * the ticket means nothing.
   */
  readonly settleMs: number;
  /** How long a call that cannot be stopped is awaited after the agent cancelled. */
  readonly cancelMs: number;
  /** How long a route that did not accept us goes last. */
  readonly restMs: number;
}

export const deliveryPolicy: DeliveryPolicy = {
  attempts: 3,
  firstWaitMs: 1000,
  growth: 2,
  longestWaitMs: 30_000,
  busyWaits: 5,
  longestBusyMs: 120_000,
  askAgainMs: 3000,
  settleMs: 30_000,
  cancelMs: 60_000,
  restMs: 5 * 60_000,
};

/**
 * How long to wait before the next attempt.
 * @param failures attempts that have failed so far, at least 1
 * @param dice from 0 to below 1: spreads the wait by a quarter both ways, so that many widgets do not come back at once
 */
export function backoffMs(policy: DeliveryPolicy, failures: number, dice: number): number {
  const plain = policy.firstWaitMs * policy.growth ** (failures - 1);
  return Math.min(policy.longestWaitMs, plain * (0.75 + dice / 2));
}
