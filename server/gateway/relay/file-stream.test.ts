import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { FileStream } from './file-stream.ts';

/** Chunks in one and the same memory, as readers hand them out. */
function source(...texts: string[]) {
  const memory = Buffer.alloc(16);
  const seen = { asked: 0, returned: 0 };
  return {
    seen,
    async next(): Promise<IteratorResult<Buffer>> {
      seen.asked += 1;
      const text = texts.shift();
      if (text === undefined) return { done: true, value: undefined };
      memory.fill('-');
      memory.write(text);
      return { done: false, value: memory.subarray(0, text.length) };
    },
    async return(): Promise<IteratorResult<Buffer>> {
      seen.returned += 1;
      return { done: true, value: undefined };
    },
  };
}

/** What comes out as from any stream, not by its own iterator. */
async function piped(stream: FileStream): Promise<string> {
  const through = new PassThrough();
  const pieces: Buffer[] = [];
  through.on('data', (piece: Buffer) => pieces.push(piece));
  await pipeline(stream, through);
  return String(Buffer.concat(pieces));
}

const broken: AsyncIterator<Buffer> = { next: () => Promise.reject(new Error('gone')) };

describe('FileStream', () => {
  it.each([[['abc', 'de', 'f']], [['abc', '', 'de']], [[]]])('flows as a stream: %j', async (texts) => {
    const flowing = new FileStream(source(...texts));
    const pieces: string[] = [];
    flowing.on('data', (piece: Buffer) => pieces.push(String(piece)));
    await once(flowing, 'end');
    expect(pieces).toEqual(texts.filter((text) => text !== ''));
  });

  it('is piped', async () => {
    expect(await piped(new FileStream(source('abc', 'de', 'f')))).toBe('abcdef');
  });

  it('keeps the pieces that nobody has read yet, though their memory is used again', async () => {
    const stream = new FileStream(source('abc', 'de', 'f'));
    stream.read(0);
    while (stream.readableLength < 6) await new Promise(setImmediate);
    expect(String(stream.read())).toBe('abcdef');
  });

  it('asks for nothing before somebody reads', async () => {
    const from = source('abc');
    const stream = new FileStream(from);
    await new Promise(setImmediate);
    expect(from.seen.asked).toBe(0);
    expect(stream.readableLength).toBe(0);
  });

  it('fails as its source does', async () => {
    await expect(piped(new FileStream(broken))).rejects.toThrow('gone');
  });

  it('does not end the process where nobody hears its failure', async () => {
    const stream = new FileStream(broken);
    expect(() => stream.emit('error', new Error('late'))).not.toThrow();
    stream.destroy(new Error('reset'));
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.errored).toEqual(new Error('reset'));
  });

  it('gives pieces straight from their source to who iterates', async () => {
    const from = source('abc', 'de');
    const pieces: string[] = [];
    for await (const piece of new FileStream(from)) pieces.push(`${piece} ${from.seen.asked}`);
    expect(pieces).toEqual(['abc 1', 'de 2']);
  });

  it('can be iterated by its iterator', async () => {
    const pieces: string[] = [];
    for await (const piece of new FileStream(source('abc', 'de'))[Symbol.asyncIterator]()) pieces.push(String(piece));
    expect(pieces).toEqual(['abc', 'de']);
  });

  it('lets go of its source when it is destroyed, and closes', async () => {
    const from = source('abc');
    const stream = new FileStream(from);
    stream.destroy();
    await once(stream, 'close');
    expect(from.seen).toEqual({ asked: 0, returned: 1 });
    expect(stream.errored).toBeNull();
  });

  it.each<[string, Partial<AsyncIterator<Buffer>>]>([
    ['cannot be told so', {}],
    ['fails at it', { return: () => Promise.reject(new Error('gone')) }],
    ['never does', { return: () => new Promise(() => undefined) }],
  ])('closes when it is destroyed, where its source is to let go and %s', async (_, stop) => {
    const stream = new FileStream({ next: source('abc').next, ...stop });
    stream.destroy();
    await once(stream, 'close');
    expect(stream.errored).toBeNull();
  });

  it('is destroyed when whoever iterates stops', async () => {
    const from = source('abc', 'de');
    const stream = new FileStream(from);
    for await (const _ of stream) break;
    expect(stream.destroyed).toBe(true);
    expect(from.seen).toEqual({ asked: 1, returned: 1 });
    expect(await new FileStream(source('abc'))[Symbol.asyncIterator]().return?.()).toEqual({
      done: true,
      value: undefined,
    });
  });

  it('gives nothing more once it is destroyed, not even its end', async () => {
    const from = source('abc');
    const stream = new FileStream(from);
    const reading = stream[Symbol.asyncIterator]();
    stream.destroy();
    await expect(reading.next()).rejects.toThrow('the stream was destroyed');
    expect(from.seen.asked).toBe(0);
  });
});
