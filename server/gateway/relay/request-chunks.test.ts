import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { breakOff, RequestChunks } from './request-chunks.ts';

/** A body whose pieces come when the test sends them. */
function body(): Readable {
  return new Readable({ read: () => undefined });
}

const chunksOf = (stream: Readable, limit = 100): RequestChunks =>
  new RequestChunks(stream, limit, () => new Error(`more than ${limit} bytes`));

const ended = { done: true, value: undefined };
const piece = (text: string) => ({ done: false, value: Buffer.from(text) });

/** Lets the streams do all that they can do now. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

describe('RequestChunks', () => {
  it('gives the chunks as they are, and then the end', async () => {
    const stream = Readable.from([Buffer.from('abc'), Buffer.from('d'), Buffer.from('ef')]);
    const seen: string[] = [];
    for await (const chunk of chunksOf(stream)) seen.push(String(chunk));
    expect(seen).toEqual(['abc', 'd', 'ef']);
  });

  it('waits for a chunk that has not come yet', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    const first = chunks.next();
    stream.push('abc');
    expect(await first).toEqual(piece('abc'));
    const second = chunks.next();
    stream.push(null);
    expect(await second).toEqual(ended);
    expect(await chunks.next()).toEqual(ended);
  });

  it('lets the sender wait while nobody asks', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    for (const text of ['abc', 'de', 'f']) stream.push(text);
    await settled();
    expect(stream.readableLength).toBe(6);
    expect(stream.isPaused()).toBe(true);
    expect(await chunks.next()).toEqual(piece('abc'));
    await settled();
    // One more came though nobody had asked for it, and no more.
    expect(stream.readableLength).toBe(1);
    expect(stream.isPaused()).toBe(true);
    expect(await chunks.next()).toEqual(piece('de'));
    expect(await chunks.next()).toEqual(piece('f'));
  });

  it('takes as many bytes as the limit says, and fails past it', async () => {
    const stream = body();
    const chunks = chunksOf(stream, 5);
    stream.push('abc');
    stream.push('de');
    expect(await chunks.next()).toEqual(piece('abc'));
    expect(await chunks.next()).toEqual(piece('de'));
    const next = chunks.next();
    stream.push('f');
    await expect(next).rejects.toThrow('more than 5 bytes');
    await expect(chunks.next()).rejects.toThrow('more than 5 bytes');
    expect(stream.destroyed).toBe(false);
  });

  it('gives what came before the limit was passed, though nobody had asked for it', async () => {
    const stream = body();
    const chunks = chunksOf(stream, 5);
    stream.push('a');
    expect(await chunks.next()).toEqual(piece('a'));
    stream.push('bc');
    await settled();
    stream.push('defg');
    // Somebody else lets it flow.
    stream.resume();
    await settled();
    expect(await chunks.next()).toEqual(piece('bc'));
    await expect(chunks.next()).rejects.toThrow('more than 5 bytes');
  });

  it('fails as the request does, and not once more as it closes', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    const next = chunks.next();
    stream.destroy(new Error('reset'));
    await expect(next).rejects.toThrow('reset');
    await settled();
    await expect(chunks.next()).rejects.toThrow('reset');
  });

  it('fails where the request closes before its end', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    const next = chunks.next();
    stream.destroy();
    await expect(next).rejects.toThrow('the request broke off');
  });

  it('fails where the request closes while nobody waits', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    stream.destroy();
    await settled();
    await expect(chunks.next()).rejects.toThrow('the request broke off');
  });

  it('fails at once where the request had closed before', async () => {
    const stream = body();
    stream.destroy();
    await once(stream, 'close');
    await expect(chunksOf(stream).next()).rejects.toThrow('the request broke off');
  });

  it('does not take the close after the end for a breaking off', async () => {
    const stream = Readable.from([Buffer.from('abc')]);
    const chunks = chunksOf(stream);
    expect(await chunks.next()).toEqual(piece('abc'));
    const next = chunks.next();
    await once(stream, 'close');
    expect(await next).toEqual(ended);
    expect(await chunks.next()).toEqual(ended);
  });

  it('ends when it is let go, for who waits too, and leaves the stream as it is', async () => {
    const stream = body();
    const before = stream.listenerCount('end');
    const chunks = chunksOf(stream);
    const next = chunks.next();
    expect(await chunks.return()).toEqual(ended);
    expect(await next).toEqual(ended);
    expect(await chunks.next()).toEqual(ended);
    expect(stream.destroyed).toBe(false);
    expect(stream.isPaused()).toBe(true);
    for (const event of ['data', 'end', 'close']) expect(stream.listenerCount(event)).toBe(before);
  });

  it('leaves the rest to others when it is let go', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    stream.push('abc');
    expect(await chunks.next()).toEqual(piece('abc'));
    await chunks.return();
    const rest = buffer(stream);
    for (const text of ['de', 'f', null]) stream.push(text);
    expect(String(await rest)).toBe('def');
    expect(await chunks.next()).toEqual(ended);
  });

  it('does not let a late error of the connection end the process', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    await chunks.return();
    stream.destroy(new Error('reset'));
    await new Promise((resolve) => stream.once('close', resolve));
    expect(await chunks.next()).toEqual(ended);
  });
});

describe('breakOff', () => {
  it('tells who waits for the next chunk why', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    const next = chunks.next();
    expect(breakOff(stream, new Error('too slow'))).toBe(true);
    await expect(next).rejects.toThrow('too slow');
    await expect(chunks.next()).rejects.toThrow('too slow');
  });

  it('tells who asks later, after what had come', async () => {
    const stream = body();
    const chunks = chunksOf(stream);
    stream.push('a');
    stream.push('b');
    expect(await chunks.next()).toEqual(piece('a'));
    await settled();
    expect(breakOff(stream, new Error('too slow'))).toBe(true);
    expect(await chunks.next()).toEqual(piece('b'));
    await expect(chunks.next()).rejects.toThrow('too slow');
  });

  it('says where there is no reader, and one that comes later reads nothing', async () => {
    const stream = body();
    stream.push('abc');
    expect(breakOff(stream, new Error('too slow'))).toBe(false);
    await expect(chunksOf(stream).next()).rejects.toThrow('too slow');
    expect(breakOff(body(), new Error('too slow'))).toBe(false);
  });

  it('does not undo an end', async () => {
    const stream = Readable.from([]);
    const chunks = chunksOf(stream);
    expect(await chunks.next()).toEqual(ended);
    expect(breakOff(stream, new Error('too slow'))).toBe(true);
    expect(await chunks.next()).toEqual(ended);
  });
});
