import { describe, expect, it } from 'vitest';
import { type Limits, omsLimits } from '../../contract/limits.ts';
import type { Destination, IncomingFile, UploadEnd } from '../destinations/destination.ts';
import { createArrivals } from './arrival.ts';
import { createCallOffs } from './call-off.ts';
import { createContents } from './contents.ts';
import { createIdempotency } from './idempotency.ts';
import type { ArrivingFile } from './relay/request-part.ts';
import { createRelay, type Relay } from './relay.ts';
import { createMemoryState } from './shared/memory-state.ts';
import { createWork } from './work.ts';

function fileOf(bytes: AsyncIterable<Buffer>, more: Partial<ArrivingFile> = {}): ArrivingFile {
  return { kind: 'file', name: 'a.txt', mimeType: '', size: undefined, bytes, ...more };
}

async function* inPieces(...pieces: string[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

const file = (text: string, more: Partial<ArrivingFile> = {}): ArrivingFile => fileOf(inPieces(text), more);
const large = 'x'.repeat(70_000);

/** A destination that takes all, and a relay to it. */
function setUp(limits: Partial<Limits> = {}, change: Partial<Destination> = {}) {
  const taken: string[] = [];
  const destination: Destination = {
    kind: 'oms',
    limits: { ...omsLimits, ...limits },
    can: new Set(),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async (_ticketId, { name, stream, mimeType, size }: IncomingFile) => {
      try {
        const chunks: Buffer[] = await stream.toArray();
        taken.push(`${name} ${mimeType} ${size}: ${Buffer.concat(chunks).toString().slice(0, 10)}`);
        return { kind: 'delivered' };
      } catch {
        return { kind: 'unavailable', message: 'the file broke off' };
      }
    },
    ...change,
  };
  const now = (): number => 0;
  const arrivals = createArrivals({ wait: () => Promise.resolve() });
  const state = createMemoryState({ now });
  const contents = createContents(state);
  const idempotency = createIdempotency({ now });
  const callOffs = createCallOffs({ idempotency, state, isWhole: () => true, now, wait: () => Promise.resolve() });
  const work = createWork();
  const relay = createRelay({ arrivals, idempotency, callOffs, contents, work, now });
  const client = { id: 1, blocked: false, scopes: new Set<never>(), destination, destinationName: 'oms' };
  const { signal: waiting } = new AbortController();
  const open = (idempotencyKey?: string, signal = waiting): ReturnType<Relay> =>
    relay({ client, ticketId: '42', idempotencyKey, signal });
  /** @returns the message of each file's end, or its kind */
  async function send(files: readonly ArrivingFile[], key?: string): Promise<string[]> {
    const delivery = open(key);
    const ends: string[] = [];
    for (const one of files) {
      const { end } = await delivery.send(one);
      ends.push('message' in end ? end.message : end.kind);
    }
    return ends;
  }
  return { send, open, taken, work };
}

/** A destination that tells when it has read a file, or a part of it, and answers when it is told to. */
function holding() {
  const calls: AbortSignal[] = [];
  let answer: (end: UploadEnd) => void = () => undefined;
  let read: () => void = () => undefined;
  const hasRead = new Promise<void>((resolve) => {
    read = resolve;
  });
  const upload: Destination['upload'] = async (_ticketId, { stream }, { signal }) => {
    calls.push(signal);
    signal.addEventListener('abort', () => stream.destroy());
    const answered = new Promise<UploadEnd>((resolve) => {
      answer = resolve;
    });
    const bytes = stream[Symbol.asyncIterator]();
    while (!(await bytes.next()).done) if (signal.aborted) return { kind: 'cancelled' };
    read();
    return answered;
  };
  return { upload, calls, hasRead, answer: (end: UploadEnd) => answer(end) };
}

describe('createRelay', () => {
  it('gives the destination each file as a stream, with the type that its name tells', async () => {
    const { send, taken } = setUp();
    expect(await send([file('one'), fileOf(inPieces(large, 'y'))])).toEqual(['delivered', 'delivered']);
    expect(taken).toEqual(['a.txt text/plain 3: one', 'a.txt text/plain undefined: xxxxxxxxxx']);
  });

  it('cleans names, and says so', async () => {
    const { open, taken } = setUp({ nameLength: 10 });
    const names = ['../../etc/passwd.txt', 'photo \u202egpj.txt', `${'x'.repeat(20)}.txt`];
    const sent: unknown[] = [];
    for (const name of names) sent.push((await open().send(file('a', { name }))).name);
    expect(sent).toEqual(
      ['passwd.txt', 'photo .txt', 'xxxxxx.txt'].map((name) => expect.stringContaining(name.slice(0, 5))),
    );
    expect(taken.map((line) => line.split(' text/')[0])).toEqual(sent);
  });

  it('takes the first files of a request that has too many', async () => {
    const { send, taken } = setUp({ files: 2 });
    expect(await send([file('one'), file(''), file('two'), file('three')])).toEqual([
      'delivered',
      'The file is empty',
      'delivered',
      'Too many files in one request: at most 2 are accepted',
    ]);
    expect(taken).toHaveLength(2);
  });

  it('takes what fits into the total', async () => {
    const { send, taken } = setUp({ totalBytes: 7 });
    const ends = await send([file('1234'), file('12345'), file('12')]);
    expect(ends[1]).toBe('The files of this request are more than 7 bytes together');
    expect(taken).toHaveLength(2);
  });

  it('cuts a file off that is too long on its way, and goes on with the next', async () => {
    const { send, taken } = setUp({ fileBytes: 80_000 });
    expect(await send([fileOf(inPieces(large, large)), file('b')])).toEqual([
      'The file is too large: at most 80000 bytes are accepted',
      'delivered',
    ]);
    expect(taken).toHaveLength(1);
  });

  it('cuts a file off that is too much together with the others', async () => {
    const { send } = setUp({ totalBytes: 100_000 });
    expect(await send([fileOf(inPieces(large)), fileOf(inPieces(large, 'x'))])).toEqual([
      'delivered',
      'The files of this request are more than 100000 bytes together',
    ]);
  });

  it.each([
    [large.length - 1, 'The file is longer than the 69999 bytes that the field size announced'],
    [large.length + 1, 'The file is shorter than the 70001 bytes that the field size announced'],
    [large.length, 'delivered'],
  ])('believes an announced size of %d no further than it is true', async (size, end) => {
    const { send, taken } = setUp();
    expect(await send([file(large, { size })])).toEqual([end]);
    expect(taken).toHaveLength(end === 'delivered' ? 1 : 0);
  });

  it.each([
    ['unavailable', 1],
    ['unknown', 3],
  ])('takes a file for %s whose end is unknown after %d of its 2 pieces', async (kind, pieces) => {
    const upload: Destination['upload'] = async (_ticketId, { stream }) => {
      const bytes = stream[Symbol.asyncIterator]();
      for (let piece = 0; piece < pieces; piece += 1) await bytes.next();
      stream.destroy();
      return { kind: 'unknown', message: 'Bad Gateway' };
    };
    const { end } = await setUp({}, { upload })
      .open()
      .send(fileOf(inPieces(large, large)));
    expect(end).toEqual({ kind, message: 'Bad Gateway' });
  });
});

describe('the same Idempotency-Key', () => {
  it('gives the first answer again for the same content, and 422 for another', async () => {
    const { send, taken } = setUp();
    expect(await send([file(large)], 'k')).toEqual(['delivered']);
    expect(await send([fileOf(inPieces(large.slice(0, 10), large.slice(10)))], 'k')).toEqual(['delivered']);
    const other = 'The Idempotency-Key was used before for another content under this name';
    expect(await send([file(`y${large.slice(1)}`)], 'k')).toEqual([other]);
    expect(await send([file('short')], 'k')).toEqual([other]);
    expect(taken).toHaveLength(1);
  });

  it('keeps files of one name in one request apart by their order', async () => {
    const { send, taken } = setUp();
    expect(await send([file('one'), file('two')], 'k')).toEqual(['delivered', 'delivered']);
    expect(await send([file('one'), file('two')], 'k')).toEqual(['delivered', 'delivered']);
    expect(taken).toHaveLength(2);
  });

  it('lets the second go by itself when the first breaks off on its way', async () => {
    const { open, taken } = setUp();
    let breakOff: (error: Error) => void = () => undefined;
    const broken = new Promise<never>((_, reject) => {
      breakOff = reject;
    });
    async function* breaking(): AsyncGenerator<Buffer> {
      yield Buffer.from(large);
      await broken;
    }
    const first = open('k').send(fileOf(breaking()));
    const second = open('k').send(file(large));
    breakOff(new Error('the caller went away'));
    await expect(first).rejects.toThrow('the caller went away');
    expect((await second).end).toEqual({ kind: 'delivered' });
    expect(taken).toHaveLength(1);
  });
});

describe('a caller that goes away', () => {
  it('leaves the call alone once the destination has all: who repeats the upload gets its end', async () => {
    const { upload, calls, hasRead, answer } = holding();
    const { open } = setUp({}, { upload });
    const caller = new AbortController();
    const first = open('k', caller.signal).send(file(large));
    await hasRead;
    caller.abort();
    expect(calls.map(({ aborted }) => aborted)).toEqual([false]);
    const second = open('k').send(file(large));
    answer({ kind: 'delivered', attachmentId: '7' });
    expect((await first).end).toEqual({ kind: 'delivered', attachmentId: '7' });
    expect((await second).end).toEqual({ kind: 'delivered', attachmentId: '7' });
    expect(calls).toHaveLength(1);
  });

  it('ends the call before that', async () => {
    const { upload, calls } = holding();
    const { open } = setUp({}, { upload });
    const caller = new AbortController();
    async function* leaving(): AsyncGenerator<Buffer> {
      yield Buffer.from(large);
      caller.abort();
      yield Buffer.from(large);
    }
    const { end } = await open('k', caller.signal).send(fileOf(leaving()));
    expect(end).toEqual({ kind: 'cancelled' });
    expect(calls.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('has no call begun for it', async () => {
    const { upload, calls } = holding();
    await setUp({}, { upload }).open('k', AbortSignal.abort()).send(file(large));
    expect(calls.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("does not keep the call from being given up at the gateway's end, which waits for it until then", async () => {
    const { upload, calls, hasRead, answer } = holding();
    const { open, work } = setUp({}, { upload });
    const caller = new AbortController();
    const sent = open('k', caller.signal).send(file(large));
    await hasRead;
    caller.abort();
    let giveUp: () => void = () => undefined;
    const finish = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const stopped = work.stop({ finish, lastWords: () => sent });
    await new Promise(setImmediate);
    expect(calls.map(({ aborted }) => aborted)).toEqual([false]);
    calls[0]?.addEventListener('abort', () => answer({ kind: 'unavailable', message: 'given up' }));
    giveUp();
    await stopped;
    expect((await sent).end).toEqual({ kind: 'unavailable', message: 'given up' });
  });
});
