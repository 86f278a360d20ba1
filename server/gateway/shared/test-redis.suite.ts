import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';

/** A real redis-server of a test's own, which keeps nothing on disk. */
export interface TestRedis {
  readonly url: string;
  /** Says something to it, as redis-cli would. */
  ask(command: string, ...args: readonly string[]): Promise<unknown>;
  /** Makes it hang: connections stand, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once; all that it knew is gone. */
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>;
}

/** Ends with the test that started it. @param running whether it runs, or waits for `restart` */
export async function startTestRedis(running = true): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-redis-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  let admin: Redis | undefined;

  async function start(): Promise<void> {
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    await readyOf(server);
  }

  async function kill(): Promise<void> {
    admin?.disconnect();
    admin = undefined;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  onTestFinished(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  if (running) await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    ask(command, ...args) {
      admin ??= new Redis(port, '127.0.0.1');
      return admin.call(command, ...args);
    },
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    kill,
    restart: start,
  };
}

function readyOf(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`redis-server ended: ${output}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port was free');
  return address.port;
}
