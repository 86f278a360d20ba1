import { describe, expect, it } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { lastOf, skipUtf8Mark, textOf } from './text-of.ts';

describe('textOf', () => {
  it.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from('Orçamento 見積'), 'Orçamento 見積'],
    ['ISO-8859-1, where it is no UTF-8', Buffer.from('Orçamento', 'latin1'), 'Orçamento'],
    ['nothing', Buffer.alloc(0), ''],
  ])('reads %s', (_, bytes, text) => {
    expect(textOf(bytes)).toBe(text);
  });
});

describe('lastOf', () => {
  it.each<[string, string, string]>([
    ['all of a name', 'photo 見積 😀.jpg', 'photo 見積 😀.jpg'],
    ['all of 1024 characters', `${'x'.repeat(1020)}.pdf`, `${'x'.repeat(1020)}.pdf`],
    ['the end of 1025', `a${'x'.repeat(1020)}.pdf`, `${'x'.repeat(1020)}.pdf`],
    ['the end of very many', `${'a'.repeat(50_000)}${'x'.repeat(1020)}.pdf`, `${'x'.repeat(1020)}.pdf`],
    ['nothing of nothing', '', ''],
  ])('keeps %s', (_, text, kept) => {
    expect(lastOf(text)).toBe(kept);
  });
});

describe('skipUtf8Mark', () => {
  async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  }

  it.each<[string, Buffer, boolean, number]>([
    ['the mark', Buffer.from('\ufeff{}'), true, 3],
    ['the mark alone', Buffer.from('\ufeff'), true, 3],
    ['no more than one mark', Buffer.from('\ufeff\ufeff'), true, 3],
    ['nothing of a text without it', Buffer.from('{}'), true, 0],
    ['nothing of an empty text', Buffer.alloc(0), true, 0],
    ['what only begins like it', Buffer.from([0xef, 0xbb, 0x7b]), false, 3],
    ['a mark that is cut', Buffer.from([0xef, 0xbb]), false, 2],
  ])('skips %s', async (_, bytes, skipped, position) => {
    for (const length of [1, 2, 1000]) {
      const source = new ByteSource(pieces(bytes, length));
      expect(await skipUtf8Mark(source)).toBe(skipped);
      expect(source.position).toBe(position);
    }
  });
});
