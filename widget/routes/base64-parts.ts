import { readSlices } from '../slices.ts';

/**
 * Encodes a file as base64, slice by slice: never the whole of it in one string, which would block the page for a
 * third of a second at 10 MB.
 * @returns parts for a Blob
 * @throws what reading the file throws, when it was moved, deleted or locked
 */
export async function encodeBase64(file: Blob): Promise<readonly (string | Uint8Array<ArrayBuffer>)[]> {
  const parts: (string | Uint8Array<ArrayBuffer>)[] = [];
  await readSlices(file, (bytes) => void parts.push(encodeSlice(new Uint8Array(bytes))));
  return parts;
}

function encodeSlice(bytes: Uint8Array): string | Uint8Array<ArrayBuffer> {
  // Chrome 140, Firefox 133, Safari 18.2 and newer.
  if ('toBase64' in bytes && typeof bytes.toBase64 === 'function') {
    const text: unknown = bytes.toBase64();
    if (typeof text === 'string') return text;
  }
  return encodeByTable(bytes);
}

const alphabet = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const padding = '='.charCodeAt(0);

/** Base64 as ASCII bytes, for browsers without `toBase64`. */
export function encodeByTable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoded = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  const digit = (value: number) => alphabet[value & 63] ?? padding;
  let to = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    encoded[to++] = digit(three >> 18);
    encoded[to++] = digit(three >> 12);
    encoded[to++] = left > 1 ? digit(three >> 6) : padding;
    encoded[to++] = left > 2 ? digit(three) : padding;
  }
  return encoded;
}
