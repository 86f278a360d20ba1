import type { Patience } from './http-sender.ts';

/** What a call without a file may take, in milliseconds. */
export const queryMs = 15_000;

export const queryPatience: Patience = { stallMs: queryMs, answerMs: queryMs, totalMs: queryMs };

const stallMs = 60_000;

/** The slowest line, and the slowest destination behind the gateway, on which a file is still awaited. */
const slowestBytesPerSecond = 32 * 1024;

/** How long sending a file of so many bytes may take. */
export function patienceFor(bytes: number): Patience {
  const wholeMs = (bytes / slowestBytesPerSecond) * 1000;
  return { stallMs, answerMs: stallMs + wholeMs, totalMs: 2 * (stallMs + wholeMs) };
}
