import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Configuration } from '../../server/gateway/configuration-schema.ts';
import { startGateway } from '../../server/gateway/gateway.ts';
import { findProjectRoot } from '../../server/sandbox/project.ts';
import type { LeapingClock } from './leaping-clock.ts';

/** A gateway that can die. */
export interface GatewayPlace {
  readonly url: string;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** In this process, by the trial's own clock: it cannot be killed. */
export async function openGatewayHere(configuration: Configuration, clock: LeapingClock): Promise<GatewayPlace> {
  const gateway = await startGateway(configuration, { logger: false, now: clock.now, wait: clock.wait });
  const unable = () => Promise.reject(new Error('this gateway lives as long as the trial'));
  return { url: gateway.url, kill: unable, restart: unable, close: () => gateway.close() };
}

/** In a process of its own, from the build. @param folder for its configuration */
export async function openGatewayProcess(configuration: Configuration, folder: string): Promise<GatewayPlace> {
  const program = join(findProjectRoot(), 'build/server/gateway/main.js');
  const file = join(folder, 'gateway.json');
  let child: ChildProcess | undefined;

  async function start(made: Configuration): Promise<string> {
    await writeFile(file, JSON.stringify(made));
    const started = spawn(process.execPath, [program, '--config', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    for await (const line of createInterface(started.stdout)) {
      const [, url] = /listening at (http:\/\/[\d.:]+)/.exec(line) ?? [];
      if (url === undefined) continue;
      started.stdout.resume();
      return url;
    }
    throw new Error('the gateway ended before it listened');
  }

  async function kill(): Promise<void> {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const url = await start(configuration);
  const again = { ...configuration, listen: { ...configuration.listen, port: Number(new URL(url).port) } };
  return { url, kill, restart: async () => void (await start(again)), close: kill };
}
