import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface RelayStart {
  /** In this folder of the build. */
  readonly script: string;
  readonly args: readonly string[];
  /** Of Node. */
  readonly flags: readonly string[];
}

/** A relay in a process of its own, on one core where the system can pin it. */
export interface RelayProcess {
  readonly url: string;
  /** The most memory that the process has held so far, in bytes (VmHWM); NaN where the system does not tell. */
  peakMemory(): number;
  /** The processor time that it has used so far, in milliseconds; NaN where the system does not tell. */
  cpuTime(): number;
  stop(): Promise<void>;
}

const canPin = spawnSync('taskset', ['--version']).status === 0;

/** The core of the relays; the load and the sink keep to the other. */
const relayCore = '1';

/** Pins this process, the load and the sink, to the core that the relays leave free. */
export function pinLoad(): void {
  if (canPin) spawnSync('taskset', ['-pc', '0', String(process.pid)]);
}

/** Starts a script, which tells its port by `process.send`. */
export async function startRelay({ script, args, flags }: RelayStart): Promise<RelayProcess> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const node = [process.execPath, ...flags, path, ...args];
  const [program = process.execPath, ...rest] = canPin ? ['taskset', '-c', relayCore, ...node] : node;
  const child = spawn(program, rest, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    peakMemory: () => peakMemoryOf(child.pid),
    cpuTime: () => cpuTimeOf(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a relay ended with ${code} before it listened`)));
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'port' in message) resolve(Number(message.port));
    });
  });
}

function peakMemoryOf(pid: number | undefined): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/** The length of the system's clock ticks, as good as always. */
const tickMs = 10;

function cpuTimeOf(pid: number | undefined): number {
  try {
    // The name in parentheses may hold spaces; utime and stime are the 14th and 15th field (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return Number.NaN;
  }
}
