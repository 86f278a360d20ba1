import { describe, expect, it } from 'vitest';
import { createPaceMeter, type Pace } from './pace.ts';

const total = 1_000_000;

/** Notes the bytes that have left, once a second. */
function paces(bytes: readonly number[], totalBytes = total): readonly (Pace | undefined)[] {
  const meter = createPaceMeter();
  return bytes.map((sent, second) => meter.note(second * 1000, sent, totalBytes));
}

const seconds = (pace: Pace | undefined) => pace && Math.round(pace.leftMs / 1000);

describe('the pace of an upload', () => {
  it('is told when there is enough to go by', () => {
    const read = paces([0, 100_000, 200_000, 300_000]);
    expect(read.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(seconds(read[3])).toBe(7);
    expect(read[3]?.bytesPerSecond).toBeCloseTo(100_000);
  });

  it('stays what it is on a steady line, and counts down', () => {
    const read = paces([0, 100_000, 200_000, 300_000, 400_000, 500_000, 600_000]).slice(3);
    expect(read.map((pace) => Math.round(pace?.bytesPerSecond ?? 0))).toEqual(Array(4).fill(100_000));
    expect(read.map(seconds)).toEqual([7, 6, 5, 4]);
  });

  it('counts down, and is put right seldom, when the line goes in bursts', () => {
    const kilobytes = [0, 50, 50, 120, 130, 220, 230, 320, 330, 430, 440, 530, 540, 630, 650, 730, 800];
    const left = paces(kilobytes.map((one) => one * 1000))
      .slice(3)
      .map((pace) => pace?.leftMs ?? 0);
    const steps = left.slice(1).map((value, at) => value - (left[at] ?? 0));
    expect(steps.filter((step) => step !== -1000).length).toBeLessThanOrEqual(3);
    expect(steps.slice(2).every((step) => step < 0)).toBe(true);
  });

  it('follows a line that has become ten times faster', () => {
    const slow = [0, 10_000, 20_000, 30_000];
    const fast = Array.from({ length: 9 }, (_, at) => 30_000 + (at + 1) * 100_000);
    const last = paces([...slow, ...fast]).at(-1);
    expect(last?.bytesPerSecond).toBeGreaterThan(70_000);
    expect(seconds(last)).toBeLessThanOrEqual(2);
  });

  it('says nothing when nothing has moved for long', () => {
    const read = paces([0, 100_000, ...Array(80).fill(100_000)]);
    expect(read[5]).toBeDefined();
    expect(read.at(-1)).toBeUndefined();
  });

  it('begins anew when the upload does', () => {
    const read = paces([0, 300_000, 600_000, 900_000, 0, 10_000, 20_000, 30_000]);
    expect(read[3]?.bytesPerSecond).toBeCloseTo(300_000);
    expect(read.slice(4, 7)).toEqual([undefined, undefined, undefined]);
    expect(read[7]?.bytesPerSecond).toBeCloseTo(10_000);
  });
});
