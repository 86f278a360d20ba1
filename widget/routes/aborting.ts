/** What `unlessAborted` answers when the signal came first. */
export const aborted = Symbol('aborted');

/** Waits for a promise, but no longer than until a signal. @returns its value, or `aborted`; rejects as it does */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | typeof aborted> {
  if (signal.aborted) return aborted;
  let stop: (() => void) | undefined;
  const abortion = new Promise<typeof aborted>((resolve) => {
    stop = () => resolve(aborted);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, abortion]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
