import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { freePort, type RedisServer, startRedisServer } from '../../../tools/redis-server.ts';

/** A real redis-server of a test's own. */
export interface TestRedis extends Pick<RedisServer, 'url' | 'freeze' | 'thaw' | 'kill'> {
  /** Says something to it, as redis-cli would. */
  ask(command: string, ...args: readonly string[]): Promise<unknown>;
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>;
}

/** Ends with the test that started it. @param running whether it runs, or waits for `restart` */
export async function startTestRedis(running = true): Promise<TestRedis> {
  const port = await freePort();
  let server: RedisServer | undefined;
  let admin: Redis | undefined;

  async function restart(): Promise<void> {
    server = await startRedisServer(port);
  }

  async function kill(): Promise<void> {
    admin?.disconnect();
    admin = undefined;
    await server?.kill();
  }

  onTestFinished(kill);
  if (running) await restart();
  return {
    url: `redis://127.0.0.1:${port}`,
    ask(command, ...args) {
      admin ??= new Redis(port, '127.0.0.1');
      return admin.call(command, ...args);
    },
    freeze: () => server?.freeze(),
    thaw: () => server?.thaw(),
    kill,
    restart,
  };
}
