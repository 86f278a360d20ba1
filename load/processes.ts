import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gatewayFlags } from '../bench/gateway-flags.ts';
import type { Behaviours } from './service/behaviour.ts';
import { BookContent } from './service/book.ts';

/** The service, in a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  book(): Promise<BookContent>;
  stop(): Promise<void>;
}

export async function startService(behaviours: Behaviours): Promise<ServiceProcess> {
  const path = fileURLToPath(new URL('service/main.js', import.meta.url));
  const child = spawn(process.execPath, [path, JSON.stringify(behaviours)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [address]: unknown[] = await once(child, 'message');
  if (typeof address !== 'object' || address === null || !('port' in address))
    throw new Error('the service has no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    book: async () => BookContent.parse(await (await fetch(`${url}/book`)).json()),
    stop: () => end(child),
  };
}

/** The gateway, in a process of its own, started as `npm run gateway` does. */
export interface GatewayProcess {
  readonly url: string;
  readonly pid: number;
  /** Log lines that tell of a fault of the gateway itself. */
  readonly faults: readonly string[];
  /** How often it lost Redis, and went on by its own memory. */
  losses(): number;
  stop(): Promise<void>;
}

/** @param configuration as in its file */
export async function startGateway(configuration: object): Promise<GatewayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-load-'));
  const file = join(folder, 'gateway.json');
  await writeFile(file, JSON.stringify(configuration));
  const path = fileURLToPath(new URL('../server/gateway/main.js', import.meta.url));
  const child = spawn(process.execPath, [...gatewayFlags(), path, '--config', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const faults: string[] = [];
  let losses = 0;
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    if (/"level":[56]0/.test(line)) faults.push(line);
    if (/"kind":"out-of-reach"/.test(line)) losses += 1;
  });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it listened`)));
  });
  await rm(folder, { recursive: true });
  return { url, pid: child.pid ?? 0, faults, losses: () => losses, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
