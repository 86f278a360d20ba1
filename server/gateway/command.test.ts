import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './command.ts';
import { configurationFor } from './test-gateway.suite.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anexo-command-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(...args: string[]) {
  const said: string[] = [];
  const end = await runCommand(args, { environment: {}, say: (line) => void said.push(line), logger: false });
  return { end, said: said.join('\n') };
}

const good = JSON.stringify(configurationFor('http://127.0.0.1:1'));

it('explains itself', async () => {
  for (const args of [[], ['--check-config'], ['--config'], ['--port', '1']]) {
    const { end, said } = await run(...args);
    expect(end).toEqual({ kind: 'ended', exitCode: 2 });
    expect(said).toContain('--config FILE');
  }
});

it('checks a configuration', async () => {
  const path = await file('good.json', good);
  expect(await run('--config', path, '--check-config')).toEqual({
    end: { kind: 'ended', exitCode: 0 },
    said: `${path} is good`,
  });
});

it('names every field that is wrong', async () => {
  const path = await file('wrong.json', JSON.stringify({ ...JSON.parse(good), signingKey: 'x', port: 1 }));
  const { end, said } = await run('--config', path);
  expect(end).toEqual({ kind: 'ended', exitCode: 1 });
  expect(said.split('\n').toSorted()).toEqual([
    '  port is not known: correct its name or remove it',
    '  signingKey is too short: give at least 32 characters',
    `${path} cannot be used:`,
  ]);
});

it('tells a file that is not there from one that is no JSON, and quotes neither', async () => {
  expect((await run('--config', join(folder, 'none.json'))).said).toContain('the file cannot be read');
  const { said } = await run('--config', await file('bad.json', '{ "token": "hush" '));
  expect(said).toContain('the file is not valid JSON');
  expect(said).not.toContain('hush');
});

it('starts, answers, and ends; says where the address is taken', async () => {
  const { end } = await run('--config', await file('start.json', good));
  if (end.kind !== 'running') throw new Error('not running');
  expect(await (await fetch(`${end.gateway.url}/healthz`)).json()).toEqual({ status: 'ok' });
  const listen = { host: '127.0.0.1', port: end.gateway.port };
  const taken = await run('--config', await file('taken.json', JSON.stringify({ ...JSON.parse(good), listen })));
  expect(taken.end).toEqual({ kind: 'ended', exitCode: 1 });
  expect(taken.said).toContain('EADDRINUSE');
  await end.gateway.close();
  await expect(fetch(`${end.gateway.url}/healthz`)).rejects.toThrow();
});
