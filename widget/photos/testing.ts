/** Bytes, given as numbers, ASCII text or more bytes. */
export function bytesOf(...parts: readonly (number | string | readonly number[])[]): number[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? [...part].map((one) => one.charCodeAt(0)) : typeof part === 'number' ? [part] : part,
  );
}

const uint16 = (value: number) => [value >> 8, value & 255];
const uint32 = (value: number) => [...uint16(value >>> 16), ...uint16(value & 0xffff)];
const little = (value: number, length: number) => Array.from({ length }, (_, at) => (value >>> (8 * at)) & 255);

/** The beginning of a JPEG. @param before the bytes of the segments that come before its size */
export function jpegOf(width: number, height: number, before: readonly number[] = []): number[] {
  const frame = [0xff, 0xc2, ...uint16(17), 8, ...uint16(height), ...uint16(width), 3];
  return bytesOf([0xff, 0xd8], before, frame, Array(40).fill(0));
}

/** A segment of a JPEG, of a length in bytes. */
export function segmentOf(marker: number, length: number): number[] {
  return [0xff, marker, ...uint16(length + 2), ...Array(length).fill(0x55)];
}

/** The beginning of a PNG. @param colour 2 for RGB, 6 for RGBA @param chunks names of those before the pixels */
export function pngOf(width: number, height: number, colour: number, chunks: readonly string[] = []): number[] {
  const chunk = (name: string, data: readonly number[]) => bytesOf(uint32(data.length), name, data, [0, 0, 0, 0]);
  const header = [...uint32(width), ...uint32(height), 8, colour, 0, 0, 0];
  const signature = [0x89, ...bytesOf('PNG'), 13, 10, 26, 10];
  return [
    ...signature,
    ...[['IHDR', header] as const, ...chunks.map((name) => [name, [1, 2, 3]] as const), ['IDAT', [0]] as const].flatMap(
      ([name, data]) => chunk(name, data),
    ),
  ];
}

/** The beginning of a WebP, with one chunk of the given bytes. */
export function webpOf(name: string, data: readonly number[]): number[] {
  return bytesOf('RIFF', little(data.length + 12, 4), 'WEBP', name, little(data.length, 4), data, Array(20).fill(0));
}

/** The kinds of chunk that tell a WebP's size. */
export const webp = {
  lossy: (width: number, height: number) =>
    webpOf('VP8 ', [1, 2, 3, 0x9d, 1, 0x2a, ...little(width, 2), ...little(height, 2)]),
  lossless: (width: number, height: number, alpha: boolean) =>
    webpOf('VP8L', [0x2f, ...little(((width - 1) | ((height - 1) << 14) | (alpha ? 1 << 28 : 0)) >>> 0, 4)]),
  extended: (width: number, height: number, flags: number) =>
    webpOf('VP8X', [flags, 0, 0, 0, ...little(width - 1, 3), ...little(height - 1, 3)]),
};
