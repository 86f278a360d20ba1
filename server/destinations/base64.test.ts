import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { base64Length, base64Of, bytesOfBase64 } from './base64.ts';

async function* piecesOf<Whole extends string | Buffer>(
  whole: Whole,
  length: number,
  slice: (from: number, to: number) => Whole,
): AsyncGenerator<Whole> {
  for (let at = 0; at < whole.length; at += length) yield slice(at, at + length);
}

const decode = (text: string, length = 5) => buffer(bytesOfBase64(piecesOf(text, length, (a, b) => text.slice(a, b))));

describe.each([0, 1, 2, 3, 4, 100, 65_537])('%i bytes', (size) => {
  const bytes = randomBytes(size);

  it.each([1, 2, 3, 7, 1000])('go into base64 and back in pieces of %i', async (length) => {
    let text = '';
    for await (const piece of base64Of(piecesOf(bytes, length, (a, b) => bytes.subarray(a, b)))) {
      text += Buffer.from(piece).toString('latin1');
    }
    expect(text).toBe(bytes.toString('base64'));
    expect(text).toHaveLength(base64Length(size) ?? -1);
    expect((await decode(text, length)).equals(bytes)).toBe(true);
  });
});

describe('bytesOfBase64', () => {
  it('takes white space, the URL alphabet and missing padding', async () => {
    expect((await decode(' JVB\r\nERi\t0x\n')).toString()).toBe('%PDF-1');
    expect(await decode('-_-_')).toEqual(Buffer.from('+/+/', 'base64'));
    expect((await decode('JVA')).toString()).toBe('%P');
  });

  it('refuses more behind the end, also where white space alone arrives between', async () => {
    for (const text of ['JVA=    JVA=', 'JVA=\n\n\n\nJVBE']) await expect(decode(text, 4)).rejects.toThrow();
    expect((await decode('JVA=    \n', 4)).toString()).toBe('%P');
  });

  it.each(['J', 'JVBER', 'JV*A', 'J===', 'JVA=JVA=', 'JVA==', '=', 'é'])('refuses %s', async (text) => {
    for (const length of [1, 4, 99]) await expect(decode(text, length)).rejects.toThrow();
  });
});

describe('words about base64 that is none', () => {
  it.each([
    ['JVA=JVA=', 'there is more after the end of the base64'],
    ['JVA=J', 'there is more after the end of the base64'],
    ['J=', 'the padding of the base64 is wrong'],
    ['JV*A', 'there is something else than base64'],
    ['J', 'there is something else than base64'],
  ])('%s: %s', async (text, words) => {
    await expect(decode(text, 4)).rejects.toThrow(words);
  });
});

it('uses the room of a piece again for the next, and more where that is longer', async () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const length of [6, 3, 9]) yield new Uint8Array(length);
  }
  const rooms: ArrayBufferLike[] = [];
  for await (const piece of base64Of(pieces())) rooms.push(piece.buffer);
  expect(rooms[1]).toBe(rooms[0]);
  expect(rooms[2]).not.toBe(rooms[0]);
});

it('gives nothing for nothing', async () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const length of [0, 1, 0, 1, 1]) yield new Uint8Array(length);
  }
  const lengths: number[] = [];
  for await (const piece of base64Of(pieces())) lengths.push(piece.length);
  expect(lengths).toEqual([4]);
});

it('does not know how long the base64 of an unknown size is', () => {
  expect(base64Length(undefined)).toBeUndefined();
});
