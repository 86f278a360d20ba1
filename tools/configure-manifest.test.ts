import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configureManifest } from './configure-manifest.ts';
import { describeFault } from './fault.ts';
import { Manifest, readManifest, sharedByPlaceholder } from './manifest.ts';
import { makeSampleProject, type SampleProject } from './sample-project.ts';

let project: SampleProject;
let path: string;
beforeEach(async () => {
  project = await makeSampleProject();
  path = join(project.folder, 'plugin-manifest.json');
});
afterEach(() => project[Symbol.asyncDispose]());

const block = {
  connectionLinkName: 'ourdesk',
  connectionName: 'ourdesk',
  serviceName: 'zlabs_integration',
  userAccess: true,
  isUserDefinedService: false,
  sharedBy: '1234567',
  scope: ['Desk.tickets.READ', 'Desk.tickets.UPDATE'],
};

const configure = (gateway?: string, pasted: string = JSON.stringify(block)) =>
  configureManifest({ project: project.folder, pasted, gateway });

async function manifest(): Promise<Manifest> {
  return Manifest.parse(JSON.parse(await readFile(path, 'utf8')));
}

async function faultsOf(gateway?: string, pasted?: string): Promise<readonly string[]> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  const end = await configure(gateway, pasted);
  expect(await readFile(path, 'utf8').catch(() => undefined)).toBe(before);
  return end.kind === 'faulty' ? [...end.faults.map(describeFault), end.output] : [];
}

describe('configureManifest', () => {
  it('writes the connection and touches nothing else', async () => {
    const text = await readFile(path, 'utf8');
    const before = await manifest();
    expect(await configure()).toEqual({ kind: 'written', notes: [] });
    expect(await manifest()).toEqual({ ...before, zohoAuthorisation: { type: 'connectors', ...block } });
    // Every other line is as it was, and nothing lies about.
    expect(await readFile(path, 'utf8')).toBe(
      text.replaceAll('"anexodesk"', '"ourdesk"').replace(sharedByPlaceholder, '1234567'),
    );
    expect((await readdir(project.folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    await configure('https://anexo.example.com');
    const { mtimeMs } = await stat(path);
    expect(await configure('https://anexo.example.com')).toEqual({ kind: 'unchanged', notes: [] });
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
  });

  it('lets the gateway through and puts it in the place of an earlier one', async () => {
    const before = await manifest();
    await configure('https://old.example.com');
    await configure('https://anexo.example.com:8443');
    const after = await manifest();
    expect(after.whiteListedDomains).toEqual([...before.whiteListedDomains, 'https://anexo.example.com:8443']);
    expect(after.cspDomains['connect-src']).toEqual([
      ...before.cspDomains['connect-src'],
      'https://anexo.example.com:8443',
    ]);
    expect(after.config.find(({ name }) => name === 'gatewayurl')?.default).toBe('https://anexo.example.com:8443');
    // Without the option the address stays.
    expect(await configure()).toMatchObject({ kind: 'unchanged' });
  });

  it('leaves a manifest that packs', async () => {
    await configure('https://anexo.example.com');
    expect((await readManifest(path)).kind).toBe('manifest');
  });

  it('writes nothing where a field is wrong, and names it', async () => {
    const pasted = JSON.stringify({ ...block, serviceName: 'zoho_desk', sharedBy: '' });
    expect(await faultsOf(undefined, pasted)).toEqual([
      expect.stringContaining('serviceName: is "zoho_desk"'),
      expect.stringContaining('sharedBy: is missing'),
      '',
    ]);
    expect(await faultsOf(undefined, 'hello')).toEqual([expect.stringContaining('what was pasted: is neither'), '']);
  });

  it('writes nothing where the manifest has no room for one more gateway', async () => {
    const full = await manifest();
    full.cspDomains['connect-src'] = Array.from({ length: 10 }, (_, at) => `https://${at}.example.com`);
    await project.write('plugin-manifest.json', JSON.stringify(full));
    expect(await faultsOf('https://anexo.example.com')).toEqual([
      expect.stringContaining('plugin-manifest.json: cspDomains.connect-src'),
      '',
    ]);
  });

  it('writes nothing that zet would refuse, and hands on what it said', async () => {
    const other = await manifest();
    await project.write('plugin-manifest.json', JSON.stringify({ ...other, locale: ['en', 'xx'] }));
    expect(await faultsOf()).toEqual([
      'plugin-manifest.json: would be refused by zet; mend what it printed.',
      expect.stringMatching(/xx/),
    ]);
  });

  it('asks zet also where there is nothing to write', async () => {
    await configure();
    await project.write('plugin-manifest.json', (await readFile(path, 'utf8')).replace('"en"', '"xx"'));
    expect(await faultsOf()).toEqual([
      'plugin-manifest.json: would be refused by zet; mend what it printed.',
      expect.stringMatching(/xx/),
    ]);
  });

  it.each(['app/img/icon.svg', 'app/translations/en.json'])('misses %s where it is not there', async (missing) => {
    await rm(join(project.folder, missing));
    expect(await faultsOf()).toEqual([
      'plugin-manifest.json: would be refused by zet; mend what it printed.',
      expect.not.stringMatching(/^$/),
    ]);
  });

  it('reads a manifest that an editor has saved with a byte order mark', async () => {
    await project.write('plugin-manifest.json', `\uFEFF${await readFile(path, 'utf8')}`);
    expect(await configure()).toMatchObject({ kind: 'written' });
    expect((await manifest()).zohoAuthorisation).toMatchObject(block);
  });

  it('says so where there is no manifest, or none that can be read', async () => {
    await project.write('plugin-manifest.json', '{');
    expect(await faultsOf()).toEqual([expect.stringContaining('plugin-manifest.json: is not JSON'), '']);
    await project.write('plugin-manifest.json', '{"service": "CRM"}');
    expect((await faultsOf()).join()).toContain('plugin-manifest.json: service');
  });
});
