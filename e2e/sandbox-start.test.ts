import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('../build/server/sandbox/main.js', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly printed: { out: string; err: string };
  readonly ended: Promise<unknown>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk.toString();
  });
  return { child, printed, ended: once(child, 'close').then(([code]) => code) };
}

it.each(['SIGINT', 'SIGTERM'] as const)('prints the address of each page, and ends cleanly on %s', async (signal) => {
  const { child, printed, ended } = run('--port', '0');
  await once(child.stdout ?? child, 'data');
  expect(printed.out).toMatch(/^(http:\/\/127\.0\.0\.1:\d+)\n\1\/crm\n\1\/bigin\n$/);
  for (const address of printed.out.trim().split('\n')) expect((await fetch(address)).status).toBe(200);
  child.kill(signal);
  expect(await ended).toBe(0);
});

it('says which port is taken and what to do', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const address = occupant.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { printed, ended } = run('--port', String(port));
  expect(await ended).toBe(1);
  expect(printed.out).toBe('');
  expect(printed.err).toMatch(/Port \d+ is already taken\..*--port/);
  occupant.close();
});

it.each([['--port', 'x'], ['--prot', '1'], ['surplus']])('explains its options for %s', async (...args) => {
  const { printed, ended } = run(...args);
  expect(await ended).toBe(2);
  expect(printed.err).toContain('Usage:');
});
