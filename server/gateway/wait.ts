import { setTimeout } from 'node:timers/promises';

/** Resolves after so many milliseconds, and keeps no process alive for that. */
export function waitUnheld(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false });
}
