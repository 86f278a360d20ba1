import { type ImageFacts, readImageFacts } from './image-facts.ts';

export { readPixels } from './image-facts.ts';

/**
 * This file's own address: it is also the script of the worker that it runs in where there can be one. So it is loaded
 * by `import()` alone, and imports nothing that the panel is made of.
 */
export const address = import.meta.url;

/** In pixels; enough to read a label on a parcel. */
const longerSide = 2560;

/** In pixels: what is much longer than wide, such as a picture of a whole page on a screen, is read by its shorter side. */
const shorterSide = 1080;

/** Decoded, every million pixels takes four megabytes of memory: a small file may claim to be far too many. */
export const mostPixels = 100_000_000;

const quality = 0.82;

/** How much of its size a reduced image may have, so that it is worth the loss; less where pixels are kept as they were. */
const worthwhile = { lossy: 0.9, lossless: 0.5 };

/** What decodes and encodes; the browser but for tests. */
export interface Codec {
  decode(file: Blob): Promise<Picture>;
}

/** A decoded image, turned as it is meant to be seen. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Makes it smaller and drops the decoded original. */
  scale(width: number, height: number): Canvas;
}

export interface Canvas {
  isOpaque(): boolean;
  /** Nothing of the original but its pixels goes in. @returns another type where it does not know this one */
  encode(type: string, quality: number): Promise<Blob>;
}

/**
 * Makes a JPEG, PNG or WebP smaller, turned as it is meant to be seen, without any of its metadata.
 * @param limitPixels above this it is left as it is
 * @returns `undefined` where it is better left as it is: animated, too large to decode, or hardly smaller afterwards
 * @throws where it cannot be decoded
 */
export async function reduceImage(
  file: Blob,
  limitPixels: number = mostPixels,
  codec: Codec = browserCodec,
): Promise<Blob | undefined> {
  const facts = await readImageFacts(file);
  const pixels = facts ? facts.width * facts.height : 0;
  if (!facts || facts.animated || pixels === 0 || pixels > limitPixels) return undefined;
  const picture = await codec.decode(file);
  const sides = [picture.width, picture.height] as const;
  const factor = Math.min(1, Math.max(longerSide / Math.max(...sides), shorterSide / Math.min(...sides)));
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  const canvas = picture.scale(side(picture.width), side(picture.height));
  const type = typeFor(facts, canvas);
  const reduced = await canvas.encode(type, quality);
  if (reduced.type !== type) return undefined;
  const kept = facts.lossless && type !== 'image/png' ? worthwhile.lossless : worthwhile.lossy;
  return reduced.size <= file.size * kept ? reduced : undefined;
}

/** A PNG stays one where it has transparent parts: JPEG knows none, and not every service takes WebP. */
function typeFor({ type, alpha }: ImageFacts, canvas: Canvas): ImageFacts['type'] {
  if (type !== 'image/png') return type;
  return alpha && !canvas.isOpaque() ? type : 'image/jpeg';
}

const browserCodec: Codec = {
  async decode(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return {
      width: bitmap.width,
      height: bitmap.height,
      scale(width, height) {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('No canvas');
        context.imageSmoothingQuality = 'high';
        context.drawImage(bitmap, 0, 0, width, height);
        bitmap.close();
        return {
          isOpaque: () => isOpaque(context.getImageData(0, 0, width, height).data),
          encode: (type, quality) => canvas.convertToBlob({ type, quality }),
        };
      },
    };
  },
};

function isOpaque(pixels: Uint8ClampedArray): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}

/** What the worker is given and answers; several may be asked before the first is answered. */
export interface Job {
  readonly id: number;
  readonly file: Blob;
}
export interface JobEnd {
  readonly id: number;
  readonly reduced: Blob | undefined;
}

if (typeof document === 'undefined') {
  addEventListener('message', async ({ data }: MessageEvent<Job>) => {
    const reduced = await reduceImage(data.file).catch(() => undefined);
    postMessage({ id: data.id, reduced } satisfies JobEnd);
  });
}
