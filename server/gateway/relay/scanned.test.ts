import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

// The EICAR test string, put together here so that no scanner takes this very file for it.
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('-'));

describe('a file passing a real clamd', () => {
  let folder: string;
  let daemon: ChildProcess;
  let settings: ScanSettings;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anexo-clamd-'));
    // A signature of this test's own, so that no download of signatures is needed: name, any type, any place, the bytes.
    await writeFile(join(folder, 'eicar.ndb'), `Anexo.Eicar:0:*:${eicar.toString('hex')}\n`);
    const path = join(folder, 'clamd.sock');
    const configuration = [
      `LocalSocket ${path}`,
      `DatabaseDirectory ${folder}`,
      'Foreground yes',
      'StreamMaxLength 1M',
    ];
    await writeFile(join(folder, 'clamd.conf'), `${configuration.join('\n')}\n`);
    daemon = spawn('clamd', ['-c', join(folder, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve, reject) => {
      let output = '';
      daemon.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Self checking')) resolve();
      });
      daemon.once('exit', (code) => reject(new Error(`clamd ended with ${code}: ${output}`)));
    });
    settings = { address: { path }, silenceMs: 10_000, unreachable: 'refuse' };
  }, 60_000);

  afterAll(async () => {
    daemon.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes through whole when it is clean', async () => {
    const bytes = randomBytes(300_000);
    const { passed, error } = await pass(of(bytes.subarray(0, 100_000), bytes.subarray(100_000)), settings);
    expect(error).toBeUndefined();
    expect(passed.equals(bytes)).toBe(true);
  });

  it('never goes through whole when it is infected, wherever the virus is cut', async () => {
    for (const cut of [0, 10, eicar.length]) {
      const { passed, error } = await pass(of(eicar.subarray(0, cut), eicar.subarray(cut)), settings);
      expect(error).toMatchObject({ status: 422, message: 'the virus scanner found Anexo.Eicar.UNOFFICIAL' });
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
