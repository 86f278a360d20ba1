import { describe, expect, it } from 'vitest';
import { ByteSource } from './byte-source.ts';

async function* of(...chunks: string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

const sourceOf = (...chunks: string[]): ByteSource => new ByteSource(of(...chunks));

/** Chunks that tell how many were asked for, and whether they were let go. */
function watched(...chunks: string[]) {
  const seen = { asked: 0, released: 0 };
  const stream: AsyncIterable<Buffer> = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        seen.asked += 1;
        const chunk = chunks.shift();
        return chunk === undefined ? { done: true, value: undefined } : { done: false, value: Buffer.from(chunk) };
      },
      async return() {
        seen.released += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  return { seen, source: new ByteSource(stream) };
}

describe('ByteSource', () => {
  it('reads nothing before it is asked, and no chunk before the last is taken', async () => {
    const { seen, source } = watched('ab', 'cd');
    expect(seen.asked).toBe(0);
    expect(await source.fill()).toBe(true);
    source.take(1);
    expect(await source.fill()).toBe(true);
    expect(seen.asked).toBe(1);
    source.take();
    expect(await source.fill()).toBe(true);
    expect(seen.asked).toBe(2);
  });

  it('passes over empty chunks', async () => {
    const source = sourceOf('', 'a', '', '', 'b', '');
    expect(String(await source.exactly(2))).toBe('ab');
    expect(await source.fill()).toBe(false);
  });

  it('takes what is left of a chunk, or up to a place in it', async () => {
    const source = sourceOf('abcd', 'ef');
    await source.fill();
    expect(String(source.take(1))).toBe('a');
    expect(String(source.take())).toBe('bcd');
    await source.fill();
    expect(String(source.take())).toBe('ef');
  });

  it('counts what was consumed, chunk after chunk', async () => {
    const source = sourceOf('abc', 'de');
    expect(source.position).toBe(0);
    await source.fill();
    source.take(2);
    expect(source.position).toBe(2);
    source.take();
    await source.fill();
    expect(source.position).toBe(3);
    source.take();
    expect(await source.fill()).toBe(false);
    expect(source.position).toBe(5);
  });

  it('joins the next chunk to what is left of this one', async () => {
    const source = sourceOf('abc', 'de');
    await source.fill();
    source.take(1);
    expect(await source.extend()).toBe(true);
    expect(source.position).toBe(1);
    expect(String(source.take())).toBe('bcde');
    expect(source.position).toBe(5);
  });

  it('has nothing to join at the end', async () => {
    const source = sourceOf('abc');
    await source.fill();
    expect(await source.extend()).toBe(false);
    expect(source.position).toBe(3);
  });

  it('takes so many bytes, across chunks, and not one more', async () => {
    const source = sourceOf('abc', 'd', 'ef');
    expect(String(await source.exactly(2))).toBe('ab');
    expect(String(await source.exactly(3))).toBe('cde');
    expect(source.position).toBe(5);
    expect(String(await source.exactly(1))).toBe('f');
  });

  it('asks for no more chunks where it has as many bytes as are wanted', async () => {
    const { seen, source } = watched('abc', 'def');
    expect(String(await source.exactly(3))).toBe('abc');
    expect(seen.asked).toBe(1);
  });

  it.each([['abc'], ['ab', 'c'], ['']])('cannot take four bytes of %s', async (...chunks) => {
    expect(await sourceOf(...chunks).exactly(4)).toBeUndefined();
  });

  it('counts from the first byte of the stream, also when some are put before it', async () => {
    const source = sourceOf('cd');
    source.prepend(Buffer.from('ab'));
    expect(source.position).toBe(-2);
    expect(String(await source.exactly(3))).toBe('abc');
    expect(source.position).toBe(1);
  });

  it('lets go of the stream where it is', async () => {
    const { seen, source } = watched('ab', 'cd');
    await source.fill();
    await source.release();
    expect(seen).toEqual({ asked: 1, released: 1 });
  });

  it('lets go of a stream that cannot be told so', async () => {
    const source = new ByteSource({
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
    });
    await expect(source.release()).resolves.toBeUndefined();
  });
});
