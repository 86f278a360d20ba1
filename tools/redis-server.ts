import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A redis-server of one's own, which keeps nothing on disk. */
export interface RedisServer {
  readonly port: number;
  /** `redis://…`, as the gateway's configuration has it. */
  readonly url: string;
  /** Makes it hang: connections stand, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once; all that it knew is gone. */
  kill(): Promise<void>;
}

/**
 * Starts one, ready for connections.
 * @param port where it listens; one that is free where it is left out
 * @throws where there is no `redis-server`, or it ends before it is ready
 */
export async function startRedisServer(port?: number): Promise<RedisServer> {
  const listening = port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'anexo-redis-'));
  const options = ['--port', `${listening}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', [...options, '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    await new Promise<void>((resolve, reject) => {
      let output = '';
      server.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ready to accept connections')) resolve();
      });
      server.once('error', reject);
      server.once('exit', () => reject(new Error(`redis-server ended: ${output}`)));
    });
  } catch (error) {
    await removeFolder();
    throw error;
  }
  return {
    port: listening,
    url: `redis://127.0.0.1:${listening}`,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async kill() {
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        server.kill('SIGKILL');
        await ended;
      }
      await removeFolder();
    },
  };
}

/** A port at which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port was free');
  return address.port;
}
