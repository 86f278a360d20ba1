import { expect, it } from 'vitest';
import { readSlice, readSlices, sliceBytes } from './slices.ts';

it.each([0, 1, sliceBytes - 1, sliceBytes, sliceBytes + 1, 2 * sliceBytes])(
  'reads %i bytes, each once, and no more than a slice at a time',
  async (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 7)) & 255);
    const read: Uint8Array<ArrayBuffer>[] = [];
    await readSlices(new Blob([bytes]), (slice) => {
      expect(slice.byteLength).toBeLessThanOrEqual(sliceBytes);
      read.push(new Uint8Array(slice.slice(0)));
    });
    expect(read).toHaveLength(Math.ceil(length / sliceBytes));
    const whole = new Uint8Array(await new Blob(read).arrayBuffer());
    expect(whole.length === length && whole.every((byte, at) => byte === bytes[at])).toBe(true);
  },
);

it('gives the memory of a slice back before it reads the next', async () => {
  const given: number[] = [];
  const blob = new Blob([new Uint8Array(2 * sliceBytes)]);
  const slice = blob.slice.bind(blob);
  blob.slice = (start, end) => {
    const part = slice(start, end);
    part.arrayBuffer = async () => Object.assign(new ArrayBuffer(8), { transfer: (size: number) => given.push(size) });
    return part;
  };
  const counts: number[] = [];
  await readSlices(blob, () => void counts.push(given.length));
  expect([counts, given]).toEqual([
    [0, 1],
    [0, 0],
  ]);
});

it('throws where the file cannot be read any more', async () => {
  const blob = new Blob(['abc']);
  blob.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('NotReadableError')) });
  await expect(readSlices(blob, () => {})).rejects.toThrow('NotReadableError');
});

it('works with the slice that begins at a place until that is done, well or not', async () => {
  const blob = new Blob([new Uint8Array(sliceBytes), 'the rest']);
  const text = (bytes: ArrayBuffer) => Promise.resolve().then(() => new TextDecoder().decode(bytes));
  expect(await readSlice(blob, sliceBytes, text)).toBe('the rest');
  const given: number[] = [];
  const bytes = Object.assign(new ArrayBuffer(8), { transfer: (size: number) => given.push(size) });
  blob.slice = () => Object.assign(new Blob(), { arrayBuffer: async () => bytes });
  await expect(readSlice(blob, 0, () => Promise.reject(new Error('no use')))).rejects.toThrow('no use');
  expect(given).toEqual([0]);
});
