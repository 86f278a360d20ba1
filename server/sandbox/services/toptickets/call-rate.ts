const windowMs = 60_000;

/** How many calls the last minute saw. */
export interface CallRate {
  /** Counts a call. @returns how long to wait, in milliseconds; 0 where the call is within the rate */
  admit(callsAMinute: number): number;
  reset(): void;
}

/** @param now milliseconds since 1970 */
export function createCallRate(now: () => number): CallRate {
  let times: readonly number[] = [];
  return {
    admit(callsAMinute) {
      const atMs = now();
      times = times.filter((time) => atMs - time < windowMs);
      const oldest = times.at(-callsAMinute);
      if (oldest !== undefined) return oldest + windowMs - atMs;
      times = [...times, atMs];
      return 0;
    },
    reset() {
      times = [];
    },
  };
}
