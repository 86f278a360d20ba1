/** Time as the widget knows it: replaced by a manual clock in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after a delay in milliseconds. @returns a function that calls it off */
  after(delayMs: number, call: () => void): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Ends after a delay, or at once when `signal` is aborted. Never rejects. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(delayMs, end);
    signal?.addEventListener('abort', end);
  });
}

/** What `within` answers when time ran out. */
export const tooLate = Symbol('too late');

/**
 * Waits for a promise, but no longer than a time.
 * @returns its value, or `tooLate`; rejects as the promise does
 */
export async function within<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T | typeof tooLate> {
  let cancel: (() => void) | undefined;
  const limit = new Promise<typeof tooLate>((resolve) => {
    cancel = clock.after(limitMs, () => resolve(tooLate));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    cancel?.();
  }
}
