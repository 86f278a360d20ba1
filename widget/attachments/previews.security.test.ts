import { afterEach, describe, expect, it, vi } from 'vitest';
import { bytesOf, jpegOf, pngOf, webp } from '../photos/testing.ts';
import { previewOf } from './previews.ts';

const little = (value: number) => [value & 255, value >> 8];
const gifOf = (width: number, height: number) => bytesOf('GIF89a', little(width), little(height), Array(20).fill(0));
const of = (bytes: readonly number[]) => new Blob([new Uint8Array(bytes)]);

afterEach(() => vi.restoreAllMocks());

describe('a picture that claims to be huge', () => {
  const bombs: readonly (readonly [string, readonly number[]])[] = [
    ['a PNG', pngOf(60_000, 60_000, 2)],
    ['a PNG as wide as can be', pngOf(2 ** 31 - 1, 1, 2)],
    ['an animated PNG', pngOf(60_000, 60_000, 2, ['acTL'])],
    ['a JPEG', jpegOf(60_000, 60_000)],
    ['a WebP', webp.lossy(16_383, 16_383)],
    ['an extended WebP', webp.extended(60_000, 60_000, 0)],
    ['a lossless WebP', webp.lossless(16_384, 16_384, true)],
    ['a GIF', gifOf(60_000, 60_000)],
  ];

  it.each(bombs)('is not shown, and no more of it is read than its header: %s', async (_, bytes) => {
    const bomb = of([...bytes, ...Array(200_000).fill(0)]);
    const slice = vi.spyOn(bomb, 'slice');
    expect(await previewOf(bomb)).toEqual({ kind: 'none' });
    const read = slice.mock.calls.reduce((sum, [from = 0, to = bomb.size]) => sum + to - from, 0);
    expect(read).toBeLessThan(10_000);
  });

  it('is not shown where fewer are wanted, as in the list', async () => {
    const photo = of(pngOf(8000, 6000, 2));
    expect(await previewOf(photo)).toMatchObject({ kind: 'image' });
    expect(await previewOf(photo, 25_000_000)).toEqual({ kind: 'none' });
  });

  it.each<[string, readonly number[]]>([
    ['a PNG that ends before its pixels', pngOf(10, 10, 2).slice(0, 40)],
    ['a JPEG whose size comes after its pixels', [0xff, 0xd8, 0xff, 0xda, 0, 40, ...Array(60).fill(0)]],
    ['a GIF that ends in its size', bytesOf('GIF89a', 1, 0)],
  ])('is not shown where it does not say how large it is: %s', async (_, bytes) => {
    expect(await previewOf(of(bytes))).toEqual({ kind: 'none' });
  });

  it.each<[string, readonly number[]]>([
    ['a PNG', pngOf(4000, 3000, 2)],
    ['a JPEG', jpegOf(4032, 3024)],
    ['a WebP', webp.extended(1600, 1200, 0)],
    ['a GIF', gifOf(640, 480)],
  ])('is none where it is as photos are: %s', async (_, bytes) => {
    expect(await previewOf(of(bytes), 25_000_000)).toMatchObject({ kind: 'image' });
  });
});
