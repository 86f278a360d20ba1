import { describe, expect, it } from 'vitest';
import { sliceBytes } from '../slices.ts';
import { encodeBase64, encodeByTable } from './base64-parts.ts';

const decode = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

describe('base64 in parts', () => {
  it.each([0, 1, 2, 3, 4, 255, 256, 257])('encodes %i bytes by table as RFC 4648 does', (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 89 + 13) & 255);
    expect(new TextDecoder().decode(encodeByTable(bytes))).toBe(btoa(String.fromCharCode(...bytes)));
  });

  it.each([1, sliceBytes - 1, sliceBytes, sliceBytes + 1, 2 * sliceBytes + 2])(
    'joins the slices of %i bytes to one text',
    async (length) => {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 7)) & 255);
      const parts = await encodeBase64(new Blob([bytes]));
      const decoded = decode(await new Blob([...parts]).text());
      expect(parts.length).toBe(Math.ceil(length / sliceBytes));
      expect(decoded.length === length && decoded.every((byte, at) => byte === bytes[at])).toBe(true);
    },
  );

  it('reads no more than a slice at once', async () => {
    const slices: number[] = [];
    const blob = new Blob([new Uint8Array(2 * sliceBytes)]);
    const slice = blob.slice.bind(blob);
    blob.slice = (start = 0, end = blob.size) => {
      slices.push(end - start);
      return slice(start, end);
    };
    await encodeBase64(blob);
    expect(slices).toEqual([sliceBytes, sliceBytes]);
  });

  it("uses the browser's own encoder where it has one", async () => {
    const own = Object.getOwnPropertyDescriptor(Uint8Array.prototype, 'toBase64');
    Object.defineProperty(Uint8Array.prototype, 'toBase64', { configurable: true, value: () => 'b3du' });
    try {
      expect(await encodeBase64(new Blob(['anything']))).toEqual(['b3du']);
    } finally {
      if (own) Object.defineProperty(Uint8Array.prototype, 'toBase64', own);
      else Reflect.deleteProperty(Uint8Array.prototype, 'toBase64');
    }
  });
});
