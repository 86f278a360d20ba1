import { describe, expect, it } from 'vitest';
import { type ImageFacts, readImageFacts } from './image-facts.ts';
import { bytesOf, jpegOf, pngOf, segmentOf, webp, webpOf } from './testing.ts';

const factsOf = (bytes: readonly number[]) => readImageFacts(new Blob([new Uint8Array(bytes)]));
const plain = { animated: false, alpha: false, lossless: false };
const jpeg = { ...plain, type: 'image/jpeg', width: 4032, height: 3024 } as const;
const png = { ...plain, type: 'image/png', width: 1920, height: 1080, lossless: true } as const;
const webP = { ...plain, type: 'image/webp', width: 1600, height: 1200 } as const;

describe('the facts of an image', () => {
  const images: readonly (readonly [string, readonly number[], ImageFacts])[] = [
    ['a JPEG', jpegOf(4032, 3024), jpeg],
    [
      'a JPEG with large segments before its size',
      jpegOf(4032, 3024, [...segmentOf(0xe1, 65_000), ...segmentOf(0xe2, 65_000), 0xff, ...segmentOf(0xdb, 67)]),
      jpeg,
    ],
    ['a PNG', pngOf(1920, 1080, 2), png],
    ['a PNG with an alpha channel', pngOf(1920, 1080, 6), { ...png, alpha: true }],
    ['a PNG with a transparent colour', pngOf(1920, 1080, 3, ['PLTE', 'tRNS']), { ...png, alpha: true }],
    ['an animated PNG', pngOf(1920, 1080, 2, ['acTL']), { ...png, animated: true }],
    ['a WebP', webp.lossy(1600, 1200), webP],
    ['a lossless WebP', webp.lossless(1600, 1200, false), { ...webP, lossless: true }],
    ['a lossless WebP with alpha', webp.lossless(1600, 1200, true), { ...webP, lossless: true, alpha: true }],
    ['an extended WebP', webp.extended(1600, 1200, 0), webP],
    ['an extended WebP with alpha', webp.extended(1600, 1200, 0x10), { ...webP, alpha: true }],
    ['an animated WebP', webp.extended(1600, 1200, 0x02), { ...webP, animated: true }],
  ];

  it.each(images)('are read from %s', async (_, bytes, facts) => {
    expect(await factsOf(bytes)).toEqual(facts);
  });

  it.each([
    ['nothing', []],
    ['a text', bytesOf('Dear customer, the parcel has left our warehouse.')],
    ['a GIF', bytesOf('GIF89a', Array(60).fill(1))],
    ['a JPEG whose pixels come before its size', [0xff, 0xd8, ...segmentOf(0xda, 40)]],
    ['a JPEG that ends too early', jpegOf(10, 10).slice(0, 30)],
    ['a JPEG with a segment of no length', [0xff, 0xd8, ...Array(300).fill([0xff, 0xe0, 0, 0]).flat()]],
    ['a JPEG with a broken segment', [0xff, 0xd8, 0x12, ...Array(60).fill(0x55)]],
    ['a PNG without pixels', pngOf(10, 10, 2).slice(0, 40)],
    ['a WebP of a kind unknown', webpOf('ABCD', Array(20).fill(1))],
  ])('are not told of %s', async (_, bytes) => {
    expect(await factsOf(bytes)).toBeUndefined();
  });
});
