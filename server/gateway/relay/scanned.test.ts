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

const tooLarge = 'the virus scanner takes no files as large as this one: its StreamMaxLength is smaller';
const couldNot = 'the virus scanner could not check the file: ';

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

  const megabyte = 1024 * 1024;
  describe.each([
    ['in pieces', [eicar, ...Array.from({ length: 40 }, () => randomBytes(64 * 1024))]],
    ['at once', [Buffer.concat([eicar, randomBytes(2.5 * megabyte)])]],
    ['by its last byte', [Buffer.concat([eicar, randomBytes(megabyte - eicar.length)]), Buffer.from('x')]],
  ])('that is larger than the scanner takes, %s', (_, pieces) => {
    it.each(['refuse', 'pass'] as const)(
      'is refused, whatever happens while none can be reached: %s',
      async (unreachable) => {
        const { passed, unscanned, error } = await pass(of(...pieces), { ...settings, unreachable });
        expect(error).toBeInstanceOf(FileError);
        expect(error).toMatchObject({ status: 413, message: tooLarge });
        expect(passed.length).toBeLessThan(Buffer.concat(pieces).length);
        expect(unscanned).toBe(0);
      },
    );
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

  it.each([
    ['something else', 'UNKNOWN COMMAND\0', 'the scanner answered "UNKNOWN COMMAND"'],
    ['that it failed', 'stream: No memory. ERROR\0', 'the scanner answered "stream: No memory. ERROR"'],
    ['without end', 'x'.repeat(5000), `the scanner answered "${'x'.repeat(100)}"`],
    ['half a verdict', 'stream: O', 'the scanner broke off in its answer'],
    ['nothing but an end', '\0', 'the scanner answered ""'],
  ])('is refused in any case when it answers %s', async (_, words, problem) => {
    const settings = await scannerThat((socket) => socket.once('data', () => socket.end(words)));
    for (const unreachable of ['refuse', 'pass'] as const) {
      const { passed, unscanned, error } = await pass(file(), { ...settings, unreachable });
      expect(error).toMatchObject({ name: 'FileError', status: 503, message: couldNot + problem });
      expect(passed.length).toBeLessThan(bytes.length);
      expect(unscanned).toBe(0);
    }
  });

  it.each([
    ['INSTREAM size limit exceeded. ERROR\0', 413, tooLarge],
    ['stream: Some.Virus FOUND\0', 422, 'the virus scanner found Some.Virus'],
    ['stream: OK\0', 503, `${couldNot}the scanner answered before it had the whole file`],
  ])(
    'ends as it answered, also when it closes while bytes are on their way to it: %j',
    async (words, status, message) => {
      let scanner: Socket | undefined;
      const settings = await scannerThat((socket) => {
        scanner = socket.pause();
      });
      async function* answered(): AsyncGenerator<Buffer> {
        yield bytes;
        await vi.waitUntil(() => scanner);
        // At once: nothing of the answer is read before the next piece is written.
        scanner?.write(words);
        scanner?.destroy();
        yield bytes;
      }
      const { unscanned, error } = await pass(answered(), { ...settings, silenceMs: 10_000, unreachable: 'pass' });
      expect(error).toMatchObject({ status, message });
      expect(unscanned).toBe(0);
    },
  );

  it('is shown to it as it is, also when it is slow and each piece takes the place of the one before', async () => {
    const size = 8 * 1024;
    const count = 1000;
    const command = 'zINSTREAM\0';
    const shown: Buffer[] = [];
    let scanner: Socket | undefined;
    const settings = await scannerThat((socket) => {
      scanner = socket.pause().on('data', (chunk) => {
        shown.push(chunk);
        if (socket.bytesRead === command.length + count * (4 + size) + 4) socket.end('stream: OK\0');
      });
    });
    async function* changing(): AsyncGenerator<Buffer> {
      const piece = Buffer.alloc(size);
      await vi.waitUntil(() => scanner);
      // Comes to pass when the connection takes no more: until then nobody waits for anything.
      setImmediate(() => scanner?.resume());
      for (let at = 0; at < count; at += 1) yield piece.fill(1 + (at % 255));
    }
    const passed: Buffer[] = [];
    for await (const chunk of scanned(changing(), { ...settings, silenceMs: 10_000 }, () => undefined)) {
      passed.push(chunk);
    }
    const frames = Buffer.concat(shown).subarray(command.length);
    const taken = passed.map((_, at) => frames.subarray(at * (4 + size) + 4, (at + 1) * (4 + size)));
    expect(taken).toHaveLength(count);
    expect(Buffer.concat(taken).equals(Buffer.concat(passed))).toBe(true);
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
    const settings = await scannerThat((socket) => socket.once('data', () => socket.resetAndDestroy()));
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
