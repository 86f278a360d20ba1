import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
    expect((await pass(file(), settings)).error).toMatchObject({ status: 503 });
    expect(await pass(file(), { ...settings, unreachable: 'pass' })).toMatchObject({ unscanned: 1, error: undefined });
  });

  it('leaves an error of the request itself as it is', async () => {
    const settings = await scannerThat(() => undefined);
    async function* broken(): AsyncGenerator<Buffer> {
      yield bytes;
      throw new Error('the caller went away');
    }
    expect((await pass(broken(), settings)).error).toMatchObject({ message: 'the caller went away' });
  });
});
