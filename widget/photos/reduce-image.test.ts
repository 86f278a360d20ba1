import { describe, expect, it } from 'vitest';
import { type Codec, reduceImage } from './reduce-image.ts';
import { jpegOf, pngOf, webp } from './testing.ts';

interface Scene {
  /** Bytes that encoding ends in. */
  readonly size?: number;
  readonly opaque?: boolean;
  /** Types that this browser can write. */
  readonly writes?: readonly string[];
  /** As decoded, turned. */
  readonly turned?: readonly [number, number];
}

const original = 1_000_000;

function reduce(
  head: readonly number[],
  { size = 100_000, opaque = true, turned = [4032, 3024], ...scene }: Scene = {},
) {
  const { writes = ['image/jpeg', 'image/png', 'image/webp'] } = scene;
  const asked: string[] = [];
  const codec: Codec = {
    async decode() {
      asked.push('decode');
      return {
        width: turned[0],
        height: turned[1],
        scale(width, height) {
          asked.push(`${width}x${height}`);
          return {
            isOpaque: () => opaque,
            async encode(type) {
              asked.push(type);
              return new Blob([new Uint8Array(size)], { type: writes.includes(type) ? type : 'image/png' });
            },
          };
        },
      };
    },
  };
  const file = new Blob([new Uint8Array(head), new Uint8Array(original - head.length)]);
  return { asked, ending: reduceImage(file, undefined, codec) };
}

describe('the reduction of an image', () => {
  const jpeg = jpegOf(4032, 3024);

  it('keeps the shape and the longer side within bounds', async () => {
    const { asked, ending } = reduce(jpeg, { turned: [3024, 4032] });
    expect((await ending)?.size).toBe(100_000);
    expect(asked).toEqual(['decode', '1920x2560', 'image/jpeg']);
  });

  it.each([
    ['of a whole page', [2880, 12_000], '1080x4500'],
    ['of a long chat on a phone', [1080, 20_000], '1080x20000'],
    ['of two screens side by side', [3840, 1080], '3840x1080'],
    ['as wide as a film', [4000, 2250], '2560x1440'],
  ] as const)('leaves a picture %s legible', async (_, turned, size) => {
    const { asked, ending } = reduce(jpeg, { turned });
    await ending;
    expect(asked[1]).toBe(size);
  });

  it('does not make a small image larger', async () => {
    const { asked, ending } = reduce(jpegOf(800, 600), { turned: [800, 600] });
    await ending;
    expect(asked[1]).toBe('800x600');
  });

  const types: readonly (readonly [string, readonly number[], Scene, string])[] = [
    ['a photo in a PNG', pngOf(4032, 3024, 2), {}, 'image/jpeg'],
    ['a PNG with alpha but no transparent part', pngOf(4032, 3024, 6), { opaque: true }, 'image/jpeg'],
    ['a PNG with a transparent part', pngOf(4032, 3024, 6), { opaque: false }, 'image/png'],
    ['a WebP', webp.lossy(4032, 3024), {}, 'image/webp'],
    ['a WebP with a transparent part', webp.extended(4032, 3024, 0x10), { opaque: false }, 'image/webp'],
  ];

  it.each(types)('makes of %s %o', async (_, head, scene, type) => {
    expect((await reduce(head, scene).ending)?.type).toBe(type);
  });

  it.each([
    ['hardly smaller afterwards', jpeg, { size: 0.95 * original }],
    ['larger afterwards', jpeg, { size: 1.5 * original }],
    ['a drawing that a photo type would only blur', pngOf(1920, 1080, 2), { size: 0.6 * original }],
    ['of a type that this browser cannot write', webp.lossy(4032, 3024), { writes: ['image/jpeg'] }],
  ])('leaves alone what is %s', async (_, head, scene) => {
    expect(await reduce(head, scene).ending).toBeUndefined();
  });

  it.each([
    ['animated', webp.extended(4032, 3024, 2)],
    ['far too large to decode', pngOf(20_000, 20_000, 2)],
    ['of no size', jpegOf(0, 3024)],
    ['no image at all', [1, 2, 3]],
  ])('does not decode what is %s', async (_, head) => {
    const { asked, ending } = reduce(head);
    expect(await ending).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
