/** What the first bytes of an image tell, before anything is decoded. */
export interface ImageFacts {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  /** In pixels, before any turning. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** Whether it may have transparent parts. */
  readonly alpha: boolean;
  /** Whether every pixel is kept as it was: drawings and screenshots more often than photos. */
  readonly lossless: boolean;
}

/** More parts than any real image has before its pixels. */
const mostParts = 256;

/**
 * Reads the facts of a JPEG, PNG or WebP by its content, a few bytes at a time.
 * @returns `undefined` for all else, and for an image whose size its header does not tell
 */
export async function readImageFacts(file: Blob): Promise<ImageFacts | undefined> {
  const start = await read(file, 0, 34);
  if (start.byteLength < 34) return undefined;
  if (start.getUint16(0) === 0xffd8) return readJpeg(file);
  if (start.getUint32(0) === 0x89504e47 && text(start, 12) === 'IHDR') return readPng(file, start);
  if (text(start, 0) === 'RIFF' && text(start, 8) === 'WEBP') return readWebP(start);
  return undefined;
}

/**
 * How many pixels a browser would have to decode of a JPEG, PNG, WebP or GIF, and keep in memory, four bytes each.
 * @throws where the header does not tell
 */
export async function readPixels(file: Blob): Promise<number> {
  const start = await read(file, 0, 10);
  if (text(start, 0) === 'GIF8') return start.getUint16(6, true) * start.getUint16(8, true);
  const facts = await readImageFacts(file);
  if (!facts) throw new Error('No size');
  return facts.width * facts.height;
}

async function read(file: Blob, at: number, length: number): Promise<DataView> {
  return new DataView(await file.slice(at, at + length).arrayBuffer());
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

/** Walks from segment to segment: the one that tells the size may come after a large preview or colour profile. */
async function readJpeg(file: Blob): Promise<ImageFacts | undefined> {
  let at = 2;
  for (let part = 0; part < mostParts; part += 1) {
    const segment = await read(file, at, 9);
    if (segment.byteLength < 9 || segment.getUint8(0) !== 0xff) return undefined;
    const marker = segment.getUint8(1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [segment.getUint16(5), segment.getUint16(7)];
      return { type: 'image/jpeg', width, height, animated: false, alpha: false, lossless: false };
    }
    if (marker === 0xda) return undefined;
    at += marker === 0xff ? 1 : 2 + segment.getUint16(2);
  }
  return undefined;
}

async function readPng(file: Blob, start: DataView): Promise<ImageFacts | undefined> {
  const [width, height] = [start.getUint32(16), start.getUint32(20)];
  let alpha = (start.getUint8(25) & 4) > 0;
  let animated = false;
  let at = 33;
  for (let part = 0; part < mostParts; part += 1) {
    const chunk = await read(file, at, 8);
    if (chunk.byteLength < 8) return undefined;
    const name = text(chunk, 4);
    if (name === 'IDAT') return { type: 'image/png', width, height, animated, alpha, lossless: true };
    if (name === 'acTL') animated = true;
    if (name === 'tRNS') alpha = true;
    at += 12 + chunk.getUint32(0);
  }
  return undefined;
}

function readWebP(start: DataView): ImageFacts | undefined {
  const type = 'image/webp';
  const uint24 = (at: number) => start.getUint16(at, true) + (start.getUint8(at + 2) << 16);
  switch (text(start, 12)) {
    case 'VP8X': {
      const flags = start.getUint8(20);
      const [width, height] = [uint24(24) + 1, uint24(27) + 1];
      return { type, width, height, animated: (flags & 2) > 0, alpha: (flags & 16) > 0, lossless: false };
    }
    case 'VP8 ': {
      const [width, height] = [start.getUint16(26, true) & 0x3fff, start.getUint16(28, true) & 0x3fff];
      return { type, width, height, animated: false, alpha: false, lossless: false };
    }
    case 'VP8L': {
      const bits = start.getUint32(21, true);
      const [width, height] = [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
      return { type, width, height, animated: false, alpha: (bits >>> 28) % 2 > 0, lossless: true };
    }
    default:
      return undefined;
  }
}
