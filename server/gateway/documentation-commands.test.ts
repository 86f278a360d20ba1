import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  sandboxKayako,
  sandboxOAuth,
  sandboxOmsClient,
  sandboxOrgId,
  sandboxTopTickets,
} from '../sandbox/services/credentials.ts';
import { type Services, startServices } from '../sandbox/services/services.ts';
import { buildProgram, type Program } from './test-process.suite.ts';
import { type Place, tickets } from './v1/test-v1.suite.ts';

// Follows docs/gateway.md for each destination, command by command, with the stand-ins in place of the services.

const root = new URL('../../', import.meta.url);
const zoho = (product: string) => ({
  [`${product}_CLIENT_ID`]: sandboxOAuth.clientId,
  [`${product}_CLIENT_SECRET`]: sandboxOAuth.clientSecret,
  [`${product}_REFRESH_TOKEN`]: sandboxOAuth.refreshToken,
});
const { apikey, token, email } = sandboxOmsClient;

interface Follower {
  /** As gateway.example.json calls it. */
  readonly name: string;
  readonly place: Place;
  readonly kind: string;
  /** What step 1 of the page has one export. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly can: ReadonlySet<'visibility' | 'link'>;
}

const followers: readonly Follower[] = [
  {
    name: 'oms',
    place: 'oms',
    kind: 'oms',
    credentials: { OMS_APIKEY: apikey, OMS_TOKEN: token, OMS_EMAIL: email },
    can: new Set(),
  },
  {
    name: 'desk',
    place: 'desk',
    kind: 'zoho-desk',
    credentials: { ...zoho('ZOHO'), ZOHO_ORG_ID: sandboxOrgId },
    can: new Set(['visibility']),
  },
  { name: 'crm', place: 'crm', kind: 'zoho-crm', credentials: zoho('CRM'), can: new Set(['link']) },
  { name: 'bigin', place: 'bigin', kind: 'bigin', credentials: zoho('BIGIN'), can: new Set(['link']) },
  {
    name: 'old',
    place: 'kayako',
    kind: 'kayako',
    credentials: {
      KAYAKO_APIKEY: sandboxKayako.apikey,
      KAYAKO_SECRET_KEY: sandboxKayako.secretKey,
      KAYAKO_STAFF_ID: '3',
    },
    can: new Set(),
  },
  {
    name: 'top',
    place: 'top',
    kind: 'toptickets',
    credentials: { TOPTICKETS_API_KEY: sandboxTopTickets.apiKey },
    can: new Set(),
  },
];

const Example = z.looseObject({
  clients: z.array(z.looseObject({})),
  destinations: z.record(z.string(), z.looseObject({ kind: z.string() })),
});

let page: string;
let program: Program;
let services: Services;
let folder: string;
beforeAll(async () => {
  page = await readFile(new URL('docs/gateway.md', root), 'utf8');
  program = await buildProgram();
  services = await startServices({ port: 0 });
});
afterAll(async () => {
  await services.close();
  await program.remove();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The shell commands of a section. */
function commandsOf(heading: string): string[] {
  const [, section = ''] = page.split(`\n${heading}`);
  const blocks = section.split(/\n##? |\n### In a container/, 1)[0] ?? '';
  return [...blocks.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
}

/** Runs commands in one shell, which ends at the first that fails. @returns what each block said */
async function run(blocks: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const mark = '--- next ---';
  const script = `exec 2>&1\n${blocks.join(`\necho; echo '${mark}'\n`)}`;
  const shell = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said, [code]] = await Promise.all([text(shell.stdout), once(shell, 'close')]);
  if (code !== 0) throw new Error(`the commands ended with ${code}: ${said}`);
  return said.split(mark).map((one) => one.trim());
}

/** The configuration that step 2 makes, for these destinations alone and with the stand-ins' addresses. */
async function configure(chosen: readonly Follower[]) {
  await services.reset();
  folder = await mkdtemp(join(tmpdir(), 'anexo-docs-'));
  const [copy, secrets = ''] = commandsOf('## 2.');
  expect(copy).toBe('cp gateway.example.json gateway.json\n');
  const made = await run([`${secrets}env -0`], { PATH: process.env['PATH'] });
  const variables = Object.fromEntries((made[0] ?? '').split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const credentials = Object.fromEntries(chosen.flatMap((one) => Object.entries(one.credentials)));
  const env = { ...variables, ...credentials, PATH: process.env['PATH'] };
  const example = Example.parse(JSON.parse(await readFile(new URL('gateway.example.json', root), 'utf8')));
  const destinations = chosen.map(({ name, kind }) => {
    const destination = example.destinations[name];
    const address = { baseUrl: `${services.url}/${kind.replace(/^zoho-/, '')}` };
    const accounts = 'refreshToken' in (destination ?? {}) ? { accountsUrl: services.accountsUrl } : {};
    return [name, { ...destination, ...address, ...accounts }];
  });
  const configuration = {
    ...example,
    listen: { port: 0 },
    clients: example.clients.map((client) => ({ ...client, destination: chosen[0]?.name })),
    destinations: Object.fromEntries(destinations),
  };
  await writeFile(join(folder, 'gateway.json'), JSON.stringify(configuration));
  return { configuration, env };
}

describe('the page, followed', () => {
  it('has the configuration checked, with every destination of the example', async () => {
    // 1: the credentials, under the names that the page gives them.
    for (const variable of followers.flatMap(({ credentials }) => Object.keys(credentials))) {
      expect(page).toContain(`${variable}='…'`);
    }
    const { env } = await configure(followers);
    const command = (block: string): string =>
      block.replaceAll('npm run gateway --', `'${process.execPath}' '${program.path}'`);
    const [checked, online] = await run(commandsOf('## 3.').map(command), env);
    expect(checked).toMatch(/^gateway\.json is good/);
    for (const { name, kind } of followers) {
      expect(online).toContain(name === 'oms' ? 'oms (oms) was not asked' : `${name} (${kind}) lets the gateway in`);
    }
  });

  it.each(followers)('leads to a running gateway before $kind', async (follower) => {
    const { name, place, kind, can } = follower;
    const { configuration, env } = await configure([follower]);
    const [ticketId] = tickets[place];

    // 4 and 5, and what follows of them.
    const gateway = await program.start(configuration, env);
    try {
      const [start, ready = ''] = commandsOf('## 4.');
      expect(start).toBe('npm run gateway -- --config gateway.json\n');
      const [upload = '', ...others] = commandsOf("## All of a ticket's attachments");
      // With OMS no more than that is for trying.
      const blocks = [ready, ...commandsOf('## 5.'), upload, ...(name === 'oms' ? [] : others)];
      const answers = await run(
        blocks.map((block) =>
          block.replaceAll('http://127.0.0.1:5081', gateway.url).replace("TICKET_ID='…'", `TICKET_ID='${ticketId}'`),
        ),
        env,
      );
      const [isReady, login, form, base64, pass, byPass, v1, download, changes, link] = answers;
      expect(isReady).toBe('{"status":"ready"}');
      expect(login).toBe('');
      expect(form).toContain('"success":true,"zoho_id":');
      expect(base64).toContain('"success":true,"zoho_id":');
      expect(pass).toContain(`"destination":"${kind}","limits":{`);
      expect(byPass).toContain('"success":true');
      const cannot = (what: string): string => `"detail":"The destination ${kind} cannot ${what}`;
      expect(byPass).toContain(name === 'oms' ? cannot('list') : '"filename":"hello.txt"');
      expect(v1).toContain(name === 'oms' ? cannot('tell') : '"size_bytes":23');
      const stored = services.ledger.all();
      expect(stored.filter((file) => file.name === 'hello.txt' && file.size === 23)).toHaveLength(4);
      if (name === 'oms') return;
      expect(stored.filter(({ deleted }) => deleted)).toHaveLength(1);
      expect(download).toBe('Hello from the gateway');
      expect(changes).toContain(can.has('visibility') ? '"is_public":true' : cannot('show'));
      expect(changes).toMatch(/204$/);
      expect(link).toContain(can.has('link') ? '"attachment_url":"https://example.com/report"' : cannot('attach'));
    } finally {
      gateway.child.kill('SIGTERM');
      await gateway.ended;
    }
  });
});
