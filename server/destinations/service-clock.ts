/** A service's clock, as the `Date` of its answers tells it: it may differ from ours by whatever. */
export interface ServiceClock {
  /** @param date the header of an answer that has just come in (RFC 9110, 6.6.1) */
  note(date: string | undefined): void;
  /** By how much it is ahead of ours, in milliseconds; 0 until an answer has told. Good to about a second. */
  aheadMs(): number;
}

/** @param now the present by our clock, in milliseconds since 1970 */
export function createServiceClock(now: () => number): ServiceClock {
  let aheadMs = 0;
  return {
    note(date) {
      const told = Date.parse(date ?? '');
      if (!Number.isNaN(told)) aheadMs = told - now();
    },
    aheadMs: () => aheadMs,
  };
}
