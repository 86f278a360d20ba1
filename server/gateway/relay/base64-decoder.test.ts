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
    ['with spaces around it that do not break', (text) => `\u00a0${text}\u00a0`],
    ['with white space in its padding', (text) => text.replace('==', '= =\n')],
    ['with white space before a data: prefix', (text) => ` \r\n\tdata:application/pdf;base64,${text}`],
    ['with a space in its data: prefix', (text) => `data:application/pdf; base64,${text}`],
    ['with a data: prefix as long as may be', (text) => `data:${'x'.repeat(243)};base64,${text}`],
  ])('accepts base64 %s', (_, change) => {
    for (const pieceLength of [1, 3, 10, 77, Number.POSITIVE_INFINITY]) {
      expect(decode(change(bytes.toString('base64')), pieceLength)).toEqual(bytes);
    }
  });

  it.each(['da', 'dat', 'data', 'DATA', 'dataAAAA', 'data+/==', ' data', '\u00a0', ''])(
    'decodes %j, which could begin a data: prefix',
    (text) => {
      for (const pieceLength of [1, 3, Number.POSITIVE_INFINITY]) {
        expect(decode(text, pieceLength)).toEqual(Buffer.from(text.trim(), 'base64'));
      }
    },
  );

  it('decodes into the same memory again and again', () => {
    const decoder = new Base64Decoder();
    const first = decoder.write(Buffer.from('QUJDREVG'));
    for (const text of ['R0hJSktM', 'TU5P']) {
      expect(decoder.write(Buffer.from(text)).buffer).toBe(first.buffer);
    }
  });

  const foreign = 'the character is not of the base64 alphabet';
  const trailing = 'characters follow the padding';
  const cut = 'the text ends in the middle of a byte';
  const endless = 'the data: prefix does not end';
  const another = 'the data: prefix does not say base64';

  it.each<[string, string, string, number]>([
    ['a foreign character', 'AAAA*AAA', foreign, 4],
    ['a foreign character late', `${'A'.repeat(400)}AA!A`, foreign, 402],
    ['a foreign character in the last, open group', 'AAAAA,', foreign, 5],
    ['a foreign character after white space', 'AAAA \n*', foreign, 6],
    ['a foreign character before another', 'AA*A!AAA', foreign, 2],
    ['a foreign character after a prefix', 'data:;base64,QU*D', foreign, 15],
    ['a foreign character after a prefix and white space', ' data:;base64,QUJD\nQU*D', foreign, 21],
    ['a null character', 'AAAAAA\u0000A', foreign, 6],
    ['characters after the padding', 'QQ==QQ==', trailing, 4],
    ['characters after the padding and white space', 'QQ== \nQQ==', trailing, 6],
    ['a foreign character after the padding', 'QQ==*', trailing, 4],
    ['three padding characters', 'QQ===', 'there are more than two padding characters', 4],
    ['padding that does not fit', 'QUJD=', 'the text has 1 padding characters where 0 belong', 5],
    ['too much padding', 'QUI==', 'the text has 2 padding characters where 1 belong', 5],
    ['too little padding', 'QQ=', 'the text has 1 padding characters where 2 belong', 3],
    ['padding alone', '==', 'the text has 2 padding characters where 0 belong', 2],
    ['an end in the middle of a byte', 'AAAAA', cut, 5],
    ['an end in the middle of a byte, with padding', 'AAAAA=', cut, 6],
    ['a short end in the middle of a byte', 'd', cut, 1],
    ['the beginning of a prefix alone', 'data:text/plain', foreign, 4],
    ['a prefix that is not base64', 'data:text/plain,hello', another, 0],
    ['a prefix that goes on after base64', 'data:;base64;x,QUJD', another, 0],
    ['a prefix whose last word only ends so', 'data:;xbase64,QUJD', another, 0],
    ['a prefix without an end', `data:${'x'.repeat(300)}`, endless, 0],
    ['a prefix without an end that is short enough to wait for it', `data:${'x'.repeat(251)}`, foreign, 4],
    ['a prefix without an end that is one too long', `data:${'x'.repeat(252)}`, endless, 0],
    ['a prefix that ends one too late', `data:${'x'.repeat(244)};base64,QUJD`, endless, 0],
  ])('refuses %s, naming the position', (_, text, problem, position) => {
    for (const pieceLength of [1, 4, Number.POSITIVE_INFINITY]) {
      const attempt = (): Buffer => decode(text, pieceLength);
      expect(attempt).toThrow(Base64Error);
      expect(attempt).toThrow(
        expect.objectContaining({ name: 'Base64Error', message: `${problem} (at character ${position})`, position }),
      );
    }
  });
});
