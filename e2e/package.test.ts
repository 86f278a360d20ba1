import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { findProjectRoot } from '../server/sandbox/project.ts';
import { packExtension } from '../tools/pack-extension.ts';
import { openTicket } from './agent.ts';
import { pdf, sha256 } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anexo-package-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(['desk', 'crm', 'bigin'] as const)(
  'works as packed for %s: the zip is made, opened, and its widget puts a file on a ticket or record',
  async (product) => {
    const root = findProjectRoot();
    const project = join(folder, product);
    for (const part of ['app', 'plugin-manifest.json', 'resources.json']) {
      await cp(join(root, part), join(project, part), { recursive: true });
    }
    const packing = await packExtension({ project, product, gateway: 'https://anexo.example.com' });
    if (packing.kind !== 'packed') throw new Error(JSON.stringify(packing.faults));

    const unpacked = join(project, 'unpacked');
    const zip = await openPromise(packing.zip, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      await mkdir(dirname(join(unpacked, entry.fileName)), { recursive: true });
      await writeFile(join(unpacked, entry.fileName), await buffer(await zip.openReadStreamPromise(entry)));
    }
    const appFolder = join(unpacked, 'app');
    const agent = await openTicket(browser, { appFolder, ...(product !== 'desk' && { product }) });
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'delivered');
    expect(agent.sandbox.services.ledger.all()).toMatchObject([
      { name: file.name, sha256: sha256(file.buffer), via: product },
    ]);
  },
);
