import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Clamd, eicar, eicarSignature, startClamd } from '../test-clamd.suite.ts';
import { FileError } from './request-part.ts';
import { type ScanSettings, scanned } from './scanned.ts';

async function* of(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

interface Passing {
  passed: Buffer;
  unscanned: number;
  error: unknown;
}

async function pass(bytes: AsyncIterable<Buffer>, settings: ScanSettings): Promise<Passing> {
  const passing: Passing = { passed: Buffer.alloc(0), unscanned: 0, error: undefined };
  try {
    for await (const chunk of scanned(bytes, settings, () => {
      passing.unscanned += 1;
    })) {
      passing.passed = Buffer.concat([passing.passed, chunk]);
    }
  } catch (error) {
    passing.error = error;
  }
  return passing;
}

describe('a file passing a real clamd', () => {
  let clamd: Clamd;
  let settings: ScanSettings;
  beforeAll(async () => {
    clamd = await startClamd('1M');
    settings = { address: { path: clamd.path }, silenceMs: 10_000, unreachable: 'refuse' };
  });
  afterAll(() => clamd.stop());

  it('goes through whole when it is clean', async () => {
    const bytes = randomBytes(300_000);
    const { passed, error } = await pass(of(bytes.subarray(0, 100_000), bytes.subarray(100_000)), settings);
    expect(error).toBeUndefined();
    expect(passed.equals(bytes)).toBe(true);
  });

  it('never goes through whole when it is infected, wherever the virus is cut', async () => {
    for (const cut of [0, 10, eicar.length]) {
      const { passed, error } = await pass(of(eicar.subarray(0, cut), eicar.subarray(cut)), settings);
      expect(error).toMatchObject({ status: 422, message: `the virus scanner found ${eicarSignature}` });
      expect(passed.length).toBeLessThan(eicar.length);
    }
  });

  it('is refused when it is larger than the scanner takes', async () => {
    const megabytes = Array.from({ length: 40 }, () => randomBytes(64 * 1024));
    const { error } = await pass(of(...megabytes), settings);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ status: 503 });
  });
});

describe('a file passing a scanner that fails', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function scannerThat(act: (socket: Socket) => void): Promise<ScanSettings> {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      act(socket);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { address: { host: '127.0.0.1', port: address.port }, silenceMs: 50, unreachable: 'refuse' };
  }

  const bytes = randomBytes(100_000);
  const file = () => of(bytes.subarray(0, 60_000), bytes.subarray(60_000));

  it.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['closes at once', (socket) => socket.destroy()],
    ['closes in the middle', (socket) => socket.once('data', () => socket.destroy())],
    ['answers something else', (socket) => socket.once('data', () => socket.end('UNKNOWN COMMAND\0'))],
    ['answers without end', (socket) => socket.once('data', () => socket.end('x'.repeat(5000)))],
  ])('is refused, or passes as configured, when it %s', async (_, act) => {
    const settings = await scannerThat(act);
    const refused = await pass(file(), settings);
    expect(refused.error).toMatchObject({ name: 'FileError', status: 503 });
    expect(refused.passed.length).toBeLessThan(bytes.length);
    const passed = await pass(file(), { ...settings, unreachable: 'pass' });
    expect(passed.error).toBeUndefined();
    expect(passed.unscanned).toBe(1);
    expect(passed.passed.equals(bytes)).toBe(true);
  });

  it('is refused, or passes as configured, when nobody listens', async () => {
    const settings = await scannerThat(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect((await pass(file(), settings)).error).toMatchObject({
      status: 503,
      message: 'the virus scanner could not check the file: the scanner cannot be reached',
    });
    expect(await pass(file(), { ...settings, unreachable: 'pass' })).toMatchObject({ unscanned: 1, error: undefined });
  });

  it('does not pass unscanned where the address itself is none', async () => {
    const settings: ScanSettings = {
      address: { host: '127.0.0.1', port: 70_000 },
      silenceMs: 50,
      unreachable: 'pass',
    };
    const { error, unscanned } = await pass(file(), settings);
    expect(error).toMatchObject({ name: 'RangeError' });
    expect(unscanned).toBe(0);
  });

  it('is counted as unscanned as soon as that is sure, also when it breaks off itself', async () => {
    const settings = await scannerThat((socket) => socket.resume().write('ERROR\0'));
    let unscanned = 0;
    async function* broken(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 1000 && unscanned === 0; piece += 1) {
        yield Buffer.from('x');
        await new Promise(setImmediate);
      }
      throw new Error('the caller went away');
    }
    const passing = scanned(broken(), { ...settings, unreachable: 'pass' }, () => {
      unscanned += 1;
    });
    await expect(buffer(passing)).rejects.toThrow('the caller went away');
    expect(unscanned).toBe(1);
  });

  it('leaves an error of the request itself as it is', async () => {
    const settings = await scannerThat(() => undefined);
    async function* broken(): AsyncGenerator<Buffer> {
      yield bytes;
      throw new Error('the caller went away');
    }
    expect((await pass(broken(), settings)).error).toMatchObject({ message: 'the caller went away' });
  });

  it('gives the scan up when the file breaks off, or nobody reads on', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('a');
      yield Buffer.from('b');
      throw new Error('the caller went away');
    }
    let closed: Promise<unknown> = Promise.resolve();
    const settings = await scannerThat((socket) => {
      closed = once(socket.resume(), 'close');
    });
    const patient: ScanSettings = { ...settings, silenceMs: 60_000 };
    expect((await pass(broken(), patient)).error).toMatchObject({ message: 'the caller went away' });
    await closed;
    for await (const _ of scanned(broken(), patient, () => undefined)) break;
    await closed;
  });
});

describe('a file passing a scanner that finds nothing', () => {
  /** How many bytes it says of a file that comes in these pieces. */
  const saidOf = (...lengths: number[]): number =>
    'zINSTREAM\0'.length + 4 + lengths.reduce((sum, length) => sum + 4 + length, 0);

  async function cleanAfter(said: number): Promise<ScanSettings> {
    const server = createServer((socket) => {
      let seen = 0;
      socket
        .on('error', () => undefined)
        .on('data', (chunk: Buffer) => {
          seen += chunk.length;
          if (seen === said) socket.end('stream: OK\0');
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { address: { host: '127.0.0.1', port: address.port }, silenceMs: 60_000, unreachable: 'refuse' };
  }

  it.each<[string, string[], string[]]>([
    ['with nothing, and not even an empty piece', [], []],
    ['with nothing, where its pieces are empty', ['', ''], []],
    ['with its pieces as they are', ['abc', 'd'], ['abc', 'd']],
    ['without the empty pieces', ['', 'abc', '', 'd', ''], ['abc', 'd']],
  ])('passes %s', async (_, given, seen) => {
    const lengths = seen.map((text) => text.length);
    const pieces: string[] = [];
    const missed = vi.fn<() => void>();
    for await (const piece of scanned(
      of(...given.map((text) => Buffer.from(text))),
      await cleanAfter(saidOf(...lengths)),
      missed,
    )) {
      pieces.push(String(piece));
    }
    expect(pieces).toEqual(seen);
    expect(missed).not.toHaveBeenCalled();
  });

  it('keeps the piece that it holds back, though its memory is used again', async () => {
    const memory = Buffer.alloc(3);
    async function* reused(): AsyncGenerator<Buffer> {
      for (const text of ['abc', 'def', 'ghi']) {
        memory.write(text);
        yield memory;
      }
    }
    const { passed, error } = await pass(reused(), await cleanAfter(saidOf(3, 3, 3)));
    expect(error).toBeUndefined();
    expect(String(passed)).toBe('abcdefghi');
  });
});
