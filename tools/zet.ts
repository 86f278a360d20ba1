import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a run of Zoho's packer ended. */
export interface ZetRun {
  /** Exit status; `undefined` where a signal ended it. 0 proves nothing: it is 0 with a broken zip as well. */
  readonly status: number | undefined;
  /** What it printed, in the order of printing. */
  readonly output: string;
}

/** What Node, npm and the operating system need; everything else of the caller's environment stays out. */
const passedOn = ['PATH', 'Path', 'PATHEXT', 'SystemRoot', 'ComSpec', 'TMPDIR', 'TEMP', 'TMP', 'LANG'];

/**
 * Runs `zet` in a project's folder, in an environment of its own. Its hook runs npm and takes any line on stderr for a
 * failure, an npm configuration warning included; and it writes settings below the home directory, which need not be
 * writable.
 */
export async function runZet(
  command: 'validate' | 'pack',
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ZetRun> {
  const home = await mkdtemp(join(tmpdir(), 'anexo-zet-'));
  try {
    return await run([createRequire(import.meta.url).resolve('zoho-extension-toolkit'), command], folder, {
      ...Object.fromEntries(passedOn.map((name) => [name, environment[name]])),
      HOME: home,
      USERPROFILE: home,
      APPDATA: home,
      LOCALAPPDATA: home,
      XDG_CONFIG_HOME: home,
      NO_UPDATE_NOTIFIER: '1',
      NODE_NO_WARNINGS: '1',
      npm_config_loglevel: 'error',
      npm_config_update_notifier: 'false',
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<ZetRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status: status ?? undefined, output: Buffer.concat(output).toString('utf8').trim() });
    });
  });
}
