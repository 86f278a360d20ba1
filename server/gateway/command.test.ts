import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxOAuth, sandboxTopTickets } from '../sandbox/services/credentials.ts';
import { startServices } from '../sandbox/services/services.ts';
import { withAllDestinations } from './all-destinations.suite.ts';
import { runCommand } from './command.ts';
import { configurationFor, omsCaller } from './test-gateway.suite.ts';

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
  for (const args of [[], ['--check-config'], ['--config'], ['--port', '1'], ['--config', 'x', '--online']]) {
    const { end, said } = await run(...args);
    expect(end).toEqual({ kind: 'ended', exitCode: 2 });
    expect(said).toContain('--config FILE');
  }
});

it('checks a configuration, and says what it holds, but no secret of it', async () => {
  const configuration = withAllDestinations('http://127.0.0.1:1');
  const metrics = { token: 'made-up-token-for-prometheus' };
  const path = await file('good.json', JSON.stringify({ ...configuration, metrics }));
  const { end, said } = await run('--config', path, '--check-config');
  expect(end).toEqual({ kind: 'ended', exitCode: 0 });
  const [first, ...json] = said.split('\n');
  expect(first).toBe(`${path} is good. What the gateway reads in it:`);
  const read: unknown = JSON.parse(json.join('\n'));
  expect(read).toMatchObject({
    listen: { host: '127.0.0.1', port: 0 },
    signingKey: '(secret)',
    stopSeconds: 30,
    metrics: { token: '(secret)' },
    clients: [
      { id: 100, apikey: '(secret)', token: '(secret)', secret: '(secret)', email: omsCaller.email },
      {},
      {},
      {},
    ],
    destinations: {
      oms: { apikey: '(secret)', token: '(secret)' },
      desk: { clientId: sandboxOAuth.clientId, clientSecret: '(secret)', refreshToken: '(secret)' },
      crm: { clientSecret: '(secret)', refreshToken: '(secret)' },
      bigin: { clientSecret: '(secret)', refreshToken: '(secret)' },
      old: { apikey: '(secret)', secretKey: '(secret)', staffId: '1' },
      top: { apiKey: '(secret)' },
    },
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

it('asks each destination, and says what to do about those that do not let the gateway in', async () => {
  const services = await startServices({ port: 0 });
  try {
    const configuration = withAllDestinations(services.url);
    const all = await file('online.json', JSON.stringify(configuration));
    const { end, said } = await run('--config', all, '--check-config', '--online');
    expect(end).toEqual({ kind: 'ended', exitCode: 0 });
    expect(said.split('\n').slice(-6)).toEqual([
      expect.stringMatching(/^oms \(oms\) was not asked: OMS gives one token an hour/),
      'desk (zoho-desk) lets the gateway in',
      'crm (zoho-crm) lets the gateway in',
      'bigin (bigin) lets the gateway in',
      'old (kayako) lets the gateway in',
      'top (toptickets) lets the gateway in',
    ]);

    const { apiKey } = sandboxTopTickets;
    const body = { detail: `the key ${apiKey} is not active` };
    services.faults.set([{ service: 'toptickets', kind: 'status', status: 401, body }]);
    const bad = await run('--config', all, '--check-config', '--online');
    expect(bad.end).toEqual({ kind: 'ended', exitCode: 1 });
    expect(bad.said.split('\n').slice(-2)).toEqual([
      'top (toptickets) does not let the gateway in: the key [redacted] is not active',
      expect.stringMatching(/^ {2}What to do: see that the key in apiKey is active/),
    ]);
  } finally {
    await services.close();
  }
});
