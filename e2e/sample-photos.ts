import type { Page } from 'playwright-core';
import type { SampleFile } from './sample-files.ts';

/** A number in a byte order of most significant first. */
function uint(value: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  buffer.writeUIntBE(value, 0, length);
  return buffer;
}

/** One entry of an EXIF directory. @param type 2 for text, 3 for a short, 4 for a long, 5 for fractions */
const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
  Buffer.concat([uint(tag, 2), uint(type, 2), uint(count, 4), value, Buffer.alloc(4 - value.length)]);

const directory = (...entries: readonly Buffer[]): Buffer =>
  Buffer.concat([uint(entries.length, 2), ...entries, uint(0, 4)]);

/** The latitude that the photos carry: 38° 42′ 27″ North. */
export const latitude = Buffer.concat([38, 1, 42, 1, 27, 1].map((one) => uint(one, 4)));

/** An EXIF segment that says how the camera was held (1 to 8) and where it was. */
function exif(orientation: number): Buffer {
  // The first directory takes 30 bytes behind the heading's 8, the second as many, the fractions come last.
  const first = directory(entry(0x0112, 3, 1, uint(orientation, 2)), entry(0x8825, 4, 1, uint(38, 4)));
  const place = directory(entry(1, 2, 2, Buffer.from('N\0')), entry(2, 5, 3, uint(68, 4)));
  const tiff = Buffer.concat([Buffer.from('MM\0*'), uint(8, 4), first, place, latitude]);
  const data = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  return Buffer.concat([Buffer.from([0xff, 0xe1]), uint(data.length + 2, 2), data]);
}

interface Drawing {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  /** Leaves one half transparent. */
  readonly transparent?: boolean;
}

/** What the corners are painted in, so that one can tell how an image was turned. */
const corners = ['#ff0000', '#00ff00', '#0000ff', '#ffff00'] as const;

const drawn = new Map<string, Buffer>();

/** What `drawNew` makes of a drawing: that takes longer than all the rest of a test, so it is made once. */
async function draw(page: Page, drawing: Drawing): Promise<Buffer> {
  const key = JSON.stringify(drawing);
  const bytes = drawn.get(key) ?? (await drawNew(page, drawing));
  drawn.set(key, bytes);
  return Buffer.from(bytes);
}

/**
 * Draws noise, as large in bytes as photos are, with a corner of each colour: red, green, blue, yellow. Where nothing of
 * it is lost, a quarter of noise is large enough; the rest is grey, which takes no time.
 */
async function drawNew(page: Page, drawing: Drawing): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ type, width, height, transparent, colours }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = '#808080';
      context.fillRect(0, 0, width, height);
      const noise = context.createImageData(type === 'image/jpeg' ? width : width / 4, height);
      let seed = 7;
      for (let at = 0; at < noise.data.length; at += 1) {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        noise.data[at] = at % 4 === 3 ? 255 : 96 + ((seed >> 16) & 63);
      }
      context.putImageData(noise, 0, 0);
      if (transparent) context.clearRect(width / 4, height / 4, width / 2, height / 2);
      const size = Math.round(Math.min(width, height) / 8);
      for (const [index, colour] of colours.entries()) {
        context.fillStyle = colour;
        context.fillRect(index % 2 ? width - size : 0, index < 2 ? 0 : height - size, size, size);
      }
      const blob = await canvas.convertToBlob({ type, quality: 0.98 });
      return new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
        reader.readAsDataURL(blob);
      });
    },
    { ...drawing, colours: [...corners] },
  );
  return Buffer.from(base64, 'base64');
}

/**
 * A photo in JPEG as a phone makes it: held upright (orientation 6), with the place where it was taken. Narrow: to draw
 * and encode as many pixels as phones have takes longer than all the rest of a test.
 */
export async function phonePhoto(page: Page, name: string, width = 2880, height = 720): Promise<SampleFile> {
  const jpeg = await draw(page, { type: 'image/jpeg', width, height });
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), exif(6), jpeg.subarray(2)]) };
}

/** A PNG or WebP. */
export async function picture(page: Page, name: string, drawing: Drawing): Promise<SampleFile> {
  return { name, mimeType: drawing.type, buffer: await draw(page, drawing) };
}

/** A PNG that claims to be as large as a house, in a few bytes. */
export function pixelBomb(name: string): SampleFile {
  const header = Buffer.concat([Buffer.from('IHDR'), uint(60_000, 4), uint(60_000, 4), Buffer.from([8, 2, 0, 0, 0])]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = Buffer.concat([uint(500_000, 4), Buffer.from('IDAT'), Buffer.alloc(500_000, 7), uint(0, 4)]);
  return { name, mimeType: 'image/png', buffer: Buffer.concat([signature, uint(13, 4), header, uint(0, 4), pixels]) };
}

/** What an image is to those who look at it: its size, and the colours of its corners in reading order. */
export async function look(page: Page, bytes: Uint8Array, type: string) {
  return page.evaluate(
    async ({ base64, type: mimeType }) => {
      const bytesOf = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytesOf], { type: mimeType }));
      const { width, height } = bitmap;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(bitmap, 0, 0);
      const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data];
      const name = ([red = 0, green = 0, blue = 0]: number[]) =>
        red > 128 && green > 128 ? 'yellow' : red > 128 ? 'red' : green > 128 ? 'green' : blue > 128 ? 'blue' : 'none';
      const edge = 20;
      const places = [
        [edge, edge],
        [width - edge, edge],
        [edge, height - edge],
        [width - edge, height - edge],
      ] as const;
      const middle = at(Math.round(width / 2), Math.round(height / 2));
      return { width, height, corners: places.map(([x, y]) => name(at(x, y))), middleAlpha: middle[3] };
    },
    { base64: Buffer.from(bytes).toString('base64'), type },
  );
}
