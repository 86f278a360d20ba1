import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Base64Decoder, Base64Error } from './base64-decoder.ts';

function decode(text: string, pieceLength = Number.POSITIVE_INFINITY): Buffer {
  const decoder = new Base64Decoder();
  const out: Buffer[] = [];
  for (let at = 0; at < text.length; at += pieceLength) {
    out.push(Buffer.from(decoder.write(Buffer.from(text.slice(at, at + pieceLength), 'latin1'))));
    if (pieceLength === Number.POSITIVE_INFINITY) break;
  }
  out.push(decoder.end());
  return Buffer.concat(out);
}

describe('Base64Decoder', () => {
  const bytes = randomBytes(1000);

  it.each([1, 2, 3, 4, 5, 7, 64, 999, Number.POSITIVE_INFINITY])('decodes pieces of %d characters', (pieceLength) => {
    for (const length of [0, 1, 2, 3, 4, 5, 6, 998, 999, 1000]) {
      const part = bytes.subarray(0, length);
      expect(decode(part.toString('base64'), pieceLength)).toEqual(part);
    }
  });

  it.each<[string, (text: string) => string]>([
    ['without padding', (text) => text.replace(/=+$/, '')],
    ['in the URL alphabet', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
    ['in lines', (text) => text.replace(/.{76}/g, '$&\r\n')],
    ['with a data: prefix', (text) => `data:application/pdf;base64,${text}`],
    ['with a data: prefix in capitals and a name', (text) => `DATA:application/pdf;name=a.pdf;BASE64,${text}`],
    ['with white space around it', (text) => ` \n${text}\n `],
  ])('accepts base64 %s', (_, change) => {
    for (const pieceLength of [1, 3, 10, 77, Number.POSITIVE_INFINITY]) {
      expect(decode(change(bytes.toString('base64')), pieceLength)).toEqual(bytes);
    }
  });

  it.each<[string, string, number]>([
    ['a foreign character', 'AAAA*AAA', 4],
    ['a foreign character late', `${'A'.repeat(400)}AA!A`, 402],
    ['a foreign character in the last, open group', 'AAAAA,', 5],
    ['a null character', 'AAAAAA\u0000A', 6],
    ['characters after the padding', 'QQ==QQ==', 4],
    ['three padding characters', 'QQ===', 4],
    ['padding that does not fit', 'QUJD=', 5],
    ['too little padding', 'QQ=', 3],
    ['an end in the middle of a byte', 'AAAAA', 5],
    ['a prefix that is not base64', 'data:text/plain,hello', 0],
    ['a prefix without an end', `data:${'x'.repeat(300)}`, 0],
    ['a prefix that ends too late', `data:${'x'.repeat(245)};base64,QUJD`, 0],
  ])('refuses %s, naming the position', (_, text, position) => {
    for (const pieceLength of [1, 4, Number.POSITIVE_INFINITY]) {
      const attempt = (): Buffer => decode(text, pieceLength);
      expect(attempt).toThrow(Base64Error);
      expect(attempt).toThrow(expect.objectContaining({ position }));
    }
  });
});
