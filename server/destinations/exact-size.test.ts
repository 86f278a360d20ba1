import { describe, expect, it } from 'vitest';
import { exactSize } from './exact-size.ts';

async function read(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const piece of bytes) length += piece.length;
  return length;
}

async function* pieces(...lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const length of lengths) yield new Uint8Array(length);
}

describe('a file of a size that was announced', () => {
  it.each([[[]], [[3]], [[1, 2]], [[0, 3, 0]]])('passes when it is as long: %j', async (lengths) => {
    const size = lengths.reduce((sum, length) => sum + length, 0);
    expect(await read(exactSize(pieces(...lengths), size))).toBe(size);
  });

  it('fails when it is longer, at the first byte too many', async () => {
    const iterator = exactSize(pieces(3, 1, 1), 3)[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toHaveLength(3);
    await expect(iterator.next()).rejects.toThrow('the file is longer than 3 bytes');
  });

  it('fails when it is shorter', async () => {
    await expect(read(exactSize(pieces(1, 1), 3))).rejects.toThrow('the file is shorter than 3 bytes');
  });

  it('passes at any length where none was announced, as it is', () => {
    const bytes = pieces(1);
    expect(exactSize(bytes, undefined)).toBe(bytes);
  });

  it('lets go of its source when nobody reads on', async () => {
    let isOver = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(1);
      } finally {
        isOver = true;
      }
    }
    for await (const _ of exactSize(endless(), 9)) break;
    expect(isOver).toBe(true);
    const bare = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: new Uint8Array(1) }) }) };
    const iterator = exactSize(bare, 9)[Symbol.asyncIterator]();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
  });
});
