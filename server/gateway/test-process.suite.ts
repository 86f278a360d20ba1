import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import * as z from 'zod';

/** The gateway's program, built from its source as it is now. */
export interface Program {
  /** What node runs. */
  readonly path: string;
  /** Starts it with a configuration, and waits until it listens. */
  start(configuration: unknown, environment?: NodeJS.ProcessEnv): Promise<GatewayProcess>;
  remove(): Promise<void>;
}

/** The gateway as a process of its own. */
export interface GatewayProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly url: string;
  /** All log lines so far. */
  readonly log: readonly string[];
  /** All that came by standard error. */
  readonly errors: () => string;
  /** Resolves with its exit code. */
  readonly ended: Promise<unknown>;
  /** Resolves once such a line is logged. */
  logged(message: string): Promise<void>;
}

const Line = z.object({ msg: z.string() });

export async function buildProgram(): Promise<Program> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // Below the project it finds what it depends on.
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'anexo-gateway-'));
  const settings = { ssr: 'server/gateway/main.ts', outDir: folder, target: 'node20', minify: false } as const;
  await build({ configFile: false, root, logLevel: 'error', build: settings });

  const path = join(folder, 'main.js');
  return {
    path,
    async start(configuration, env = process.env) {
      const file = join(folder, 'gateway.json');
      await writeFile(file, JSON.stringify(configuration));
      const child = spawn(process.execPath, [path, '--config', file], { stdio: 'pipe', env });
      const running = watch(child);
      await running.logged('Server listening at ');
      const [, url = ''] = /(http:\S+?)"/.exec(running.log.find((line) => line.includes('listening at')) ?? '') ?? [];
      return { ...running, url };
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

function watch(child: ChildProcessWithoutNullStreams): Omit<GatewayProcess, 'url'> {
  const log: string[] = [];
  let errors = '';
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => void log.push(line));
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });

  return {
    child,
    log,
    errors: () => errors,
    ended,
    logged(message) {
      const isIt = (line: string): boolean => Line.safeParse(JSON.parse(line)).data?.msg.startsWith(message) ?? false;
      return new Promise((resolve, reject) => {
        if (log.some(isIt)) return resolve();
        lines.on('line', (line) => isIt(line) && resolve());
        void ended.then(() => reject(new Error(`it ended before it logged "${message}": ${errors}`)));
      });
    },
  };
}
