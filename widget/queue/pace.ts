/** How fast something goes, and when it will be done at that. */
export interface Pace {
  readonly bytesPerSecond: number;
  readonly leftMs: number;
}

/** Follows a number of bytes that grows. */
export interface PaceMeter {
  /**
   * @param nowMs in milliseconds since 1970; later than at the call before
   * @returns `undefined` until there is something to go by, and when nothing has moved for long
   */
  note(nowMs: number, bytes: number, totalBytes: number): Pace | undefined;
}

/** Over so long, in milliseconds, is averaged: networks go in bursts. */
const memoryMs = 8000;

/** Before, in milliseconds, a guess would be worth nothing. */
const settledMs = 3000;

/** Slower than this nobody can say when it will be done. */
const slowestPerSecond = 256;

/** As long as a new estimate is no further off than this part of it, the one shown goes on counting down. */
const tolerance = 0.25;

/** Makes a meter with no past. Its readings are smoothed: time left counts down and does not jump about. */
export function createPaceMeter(): PaceMeter {
  let beganMs = 0;
  let last: { readonly nowMs: number; readonly bytes: number } | undefined;
  let average = 0;
  /** How much of the average is known: near 0 in the beginning. */
  let weight = 0;
  let shownMs: number | undefined;

  return {
    note(nowMs, bytes, totalBytes) {
      const before = last;
      last = { nowMs, bytes };
      if (!before || bytes < before.bytes) {
        beganMs = nowMs;
        average = 0;
        weight = 0;
        shownMs = undefined;
        return undefined;
      }
      const passedMs = nowMs - before.nowMs;
      const share = 1 - Math.exp(-passedMs / memoryMs);
      average += share * ((bytes - before.bytes) * (1000 / passedMs) - average);
      weight += share * (1 - weight);
      const bytesPerSecond = average / weight;
      if (nowMs - beganMs < settledMs || bytesPerSecond < slowestPerSecond) {
        shownMs = undefined;
        return undefined;
      }
      const estimateMs = ((totalBytes - bytes) / bytesPerSecond) * 1000;
      const countedMs = shownMs === undefined ? undefined : Math.max(0, shownMs - passedMs);
      const holds = countedMs !== undefined && Math.abs(countedMs - estimateMs) <= tolerance * estimateMs;
      shownMs = holds ? countedMs : estimateMs;
      return { bytesPerSecond, leftMs: shownMs };
    },
  };
}
