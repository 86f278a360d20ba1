import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A clamd of Debian's package that runs. */
export interface Clamd {
  /** Of its socket. */
  readonly path: string;
  stop(): Promise<void>;
}

/** The EICAR test string, put together here so that no scanner takes this very file for it. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('-'),
);

/** What it is called by the signature below. */
export const eicarSignature = 'Anexo.Eicar.UNOFFICIAL';

/** @param streamLimit the longest file that it scans, as in clamd's configuration */
export async function startClamd(streamLimit = '25M'): Promise<Clamd> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-clamd-'));
  // A signature of the tests' own, so that no download of signatures is needed: name, any type, any place, the bytes.
  await writeFile(join(folder, 'eicar.ndb'), `Anexo.Eicar:0:*:${eicar.toString('hex')}\n`);
  const path = join(folder, 'clamd.sock');
  const configuration = [
    `LocalSocket ${path}`,
    `DatabaseDirectory ${folder}`,
    'Foreground yes',
    `StreamMaxLength ${streamLimit}`,
  ];
  await writeFile(join(folder, 'clamd.conf'), `${configuration.join('\n')}\n`);
  const daemon = spawn('clamd', ['-c', join(folder, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'ignore'] });
  await untilReady(daemon);
  return {
    path,
    async stop() {
      const ended = once(daemon, 'exit');
      if (daemon.exitCode === null && daemon.kill()) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function untilReady(daemon: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    daemon.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Self checking')) resolve();
    });
    daemon.once('error', reject);
    daemon.once('exit', (code) => reject(new Error(`clamd ended with ${code}: ${output}`)));
  });
}
