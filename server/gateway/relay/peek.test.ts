import { describe, expect, it } from 'vitest';
import { peek } from './peek.ts';

/** Chunks in one and the same memory, as readers hand them out; `return` can be left out. */
function source(...texts: string[]) {
  const memory = Buffer.alloc(16);
  const seen = { asked: 0, returned: 0 };
  const next = async (): Promise<IteratorResult<Buffer>> => {
    seen.asked += 1;
    const text = texts.shift();
    if (text === undefined) return { done: true, value: undefined };
    memory.fill('-');
    memory.write(text);
    return { done: false, value: memory.subarray(0, text.length) };
  };
  const stop = async (): Promise<IteratorResult<Buffer>> => {
    seen.returned += 1;
    return { done: true, value: undefined };
  };
  return {
    seen,
    bytes: { [Symbol.asyncIterator]: () => ({ next, return: stop }) },
    unstoppable: { [Symbol.asyncIterator]: () => ({ next }) },
  };
}

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of bytes) text += String(chunk);
  return text;
}

describe('peek', () => {
  it.each<[string, string[], string, boolean, number]>([
    ['the first chunk where that is enough', ['abcd', 'ef'], 'abcd', false, 1],
    ['more than one chunk where the first is short', ['ab', 'cd', 'ef'], 'abcd', false, 2],
    ['the chunk that has the byte looked for, and what else is in it', ['abc', 'def', 'g'], 'abcdef', false, 2],
    ['all of a short file', ['a', 'b'], 'ab', true, 3],
    ['all of a short file in one chunk', ['ab'], 'ab', true, 2],
    ['nothing of an empty file', [], '', true, 1],
  ])('looks at %s, without losing it', async (_, texts, head, whole, asked) => {
    const { bytes, seen } = source(...texts);
    const all = texts.join('');
    const peeked = await peek(bytes, 4);
    expect(String(peeked.head)).toBe(head);
    expect(peeked.whole).toBe(whole);
    expect(seen.asked).toBe(asked);
    expect(await textOf(peeked.bytes)).toBe(all);
  });

  it('looks at nothing where nothing is wanted', async () => {
    const { bytes, seen } = source('ab');
    const peeked = await peek(bytes, 0);
    expect(peeked).toMatchObject({ head: Buffer.alloc(0), whole: false });
    expect(seen.asked).toBe(0);
    expect(await textOf(peeked.bytes)).toBe('ab');
  });

  it('fails as the file does, while it looks and after', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('abcd');
      throw new Error('gone');
    }
    await expect(peek(broken(), 5)).rejects.toThrow('gone');
    const { head, bytes } = await peek(broken(), 4);
    expect(String(head)).toBe('abcd');
    await expect(textOf(bytes)).rejects.toThrow('gone');
  });

  it('lets go of the file when whoever reads on stops', async () => {
    const { bytes, seen } = source('abcd', 'ef');
    for await (const _ of (await peek(bytes, 1)).bytes) break;
    expect(seen).toEqual({ asked: 1, returned: 1 });
  });

  it('says that it has ended when it is stopped, whether the file can be told so or not', async () => {
    for (const bytes of [source('abcd').bytes, source('abcd').unstoppable]) {
      const reading = (await peek(bytes, 1)).bytes[Symbol.asyncIterator]();
      expect(await reading.return?.()).toEqual({ done: true, value: undefined });
    }
  });
});
