import { readFile, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFault } from './fault.ts';
import { Manifest } from './manifest.ts';
import { deskSdkUrl, embeddedSdkUrl } from './product-page.ts';
import { makeSampleProject, type SampleProject } from './sample-project.ts';
import { stagePackage } from './stage.ts';

let project: SampleProject;

beforeEach(async () => {
  project = await makeSampleProject();
});
afterEach(() => project[Symbol.asyncDispose]());

async function stage(gateway?: string) {
  const target = join(project.folder, 'stage');
  const staging = await stagePackage(project.folder, target, gateway);
  if (staging.kind === 'faulty') throw new Error(staging.faults.map(describeFault).join('\n'));
  const manifest = Manifest.parse(JSON.parse(await readFile(join(target, 'plugin-manifest.json'), 'utf8')));
  return { target, manifest, files: staging.files };
}

async function faults(): Promise<readonly string[]> {
  const staging = await stagePackage(project.folder, join(project.folder, 'stage'), undefined);
  return staging.kind === 'faulty' ? staging.faults.map(describeFault) : [];
}

describe('stagePackage', () => {
  it('lays out app, manifest and resources, byte for byte', async () => {
    const { target, files, manifest } = await stage();
    expect([...files.keys()].sort()).toEqual([
      'app/assets/main-1a2b3c4d.js',
      'app/img/icon.svg',
      'app/img/logo.svg',
      'app/settings.html',
      ...manifest.locale.map((code) => `app/translations/${code}.json`).sort(),
      'app/widget.html',
      'plugin-manifest.json',
      'resources.json',
    ]);
    for (const [path, bytes] of files) expect(await readFile(join(target, path))).toEqual(bytes);
  });

  it('leaves nothing of an earlier staging behind', async () => {
    await project.write('stage/app/assets/old.js', 'old');
    const { target } = await stage();
    await expect(readFile(join(target, 'app/assets/old.js'))).rejects.toThrow('ENOENT');
  });

  it('without a gateway keeps the manifest as it is', async () => {
    const original: unknown = JSON.parse(await readFile(join(project.folder, 'plugin-manifest.json'), 'utf8'));
    expect((await stage()).manifest).toEqual(original);
  });

  it('with a gateway allows exactly its origin and fills it in', async () => {
    const plain = (await stage()).manifest;
    const { manifest } = await stage('https://anexo.example.com:8443');
    expect(manifest.whiteListedDomains).toEqual([...plain.whiteListedDomains, 'https://anexo.example.com:8443']);
    expect(manifest.cspDomains['connect-src']).toEqual([
      ...plain.cspDomains['connect-src'],
      'https://anexo.example.com:8443',
    ]);
    expect(manifest.config.find((one) => one.name === 'gatewayurl')?.default).toBe('https://anexo.example.com:8443');
    expect(manifest.config.length).toBe(plain.config.length);
  });

  it('with another gateway than the one configured allows that one no more', async () => {
    const plain = (await stage()).manifest;
    await project.write('plugin-manifest.json', JSON.stringify((await stage('https://old.example.com')).manifest));
    const { manifest } = await stage('https://anexo.example.com');
    expect(manifest.whiteListedDomains).toEqual([...plain.whiteListedDomains, 'https://anexo.example.com']);
    expect(manifest.cspDomains['connect-src']).toEqual([
      ...plain.cspDomains['connect-src'],
      'https://anexo.example.com',
    ]);
  });

  it('reads a manifest that an editor has saved with a byte order mark', async () => {
    const { manifest } = await stage();
    await project.write('plugin-manifest.json', `\uFEFF${JSON.stringify(manifest)}`);
    expect((await stage()).manifest).toEqual(manifest);
  });

  it('allows a gateway once that is allowed already', async () => {
    const { manifest } = await stage('https://oms.tpl.com.br');
    expect(manifest.cspDomains['connect-src']).toEqual(['https://oms.tpl.com.br']);
  });

  it('names files that zet would leave out or refuse, or that must not be published', async () => {
    await project.write('app/assets/main.js.map', '{}');
    await project.write('app/assets/late.js', 'fetch("http://localhost:5080/")');
    await project.write('app/img/two words.svg', '<svg/>');
    expect(await faults()).toEqual([
      expect.stringContaining('app/assets/late.js: names an address of one machine'),
      expect.stringContaining('app/assets/main.js.map: has an ending that zet leaves out'),
      expect.stringContaining('app/img/two words.svg: has a name that zet refuses'),
    ]);
  });

  it('names files that the manifest or the page wants and that are not there', async () => {
    await unlink(join(project.folder, 'app/img/icon.svg'));
    await unlink(join(project.folder, 'app/translations/pt.json'));
    await unlink(join(project.folder, 'app/assets/main-1a2b3c4d.js'));
    expect(await faults()).toEqual([
      expect.stringContaining('app/translations/pt.json: is missing, though the manifest’s locale names it'),
      expect.stringContaining('app/img/icon.svg: is missing, though the manifest names it'),
      'app/assets/main-1a2b3c4d.js: is missing, though app/widget.html names it; run npm run build.',
    ]);
  });

  it('asks for a build where there is no widget', async () => {
    await unlink(join(project.folder, 'app/widget.html'));
    expect(await faults()).toEqual(['app/widget.html: is missing, though the manifest names it; run npm run build.']);
  });

  it('refuses links, too many files and a missing resources.json', async () => {
    await symlink('/etc/hostname', join(project.folder, 'app/link.txt'));
    await unlink(join(project.folder, 'resources.json'));
    for (let n = 0; n < 250; n += 1) await project.write(`app/many/${n}.txt`, '');
    expect(await faults()).toEqual([
      expect.stringContaining('app/link.txt: is not a plain file'),
      expect.stringContaining('resources.json: is missing'),
      expect.stringMatching(/^app: has \d+ files; 250 are the most\.$/),
    ]);
  });

  it.each([
    ['not JSON', '{', /^plugin-manifest\.json: .+JSON/],
    ['another service', '{"service":"CRM"}', /service: Invalid input/],
  ])('refuses a manifest with %s', async (_, text, message) => {
    await project.write('plugin-manifest.json', text);
    expect(await faults()).toEqual([expect.stringMatching(message)]);
  });

  it('refuses a default for a secret', async () => {
    const { manifest } = await stage();
    const config = manifest.config.map((one) => (one.secure ? { ...one, default: 'hunter2' } : one));
    await project.write('plugin-manifest.json', JSON.stringify({ ...manifest, config }));
    expect(await faults()).toEqual([expect.stringContaining('a parameter marked secure has a default')]);
  });
});

describe('the package of a product with records', () => {
  const of = async (product: 'crm' | 'bigin', gateway?: string, biginSdk?: string) => {
    const target = join(project.folder, 'stage');
    const staging = await stagePackage(project.folder, target, gateway, product, biginSdk);
    if (staging.kind === 'faulty') throw new Error(staging.faults.map(describeFault).join('\n'));
    const read = (path: string) => readFile(join(target, path), 'utf8');
    return { names: [...staging.files.keys()].sort(), page: await read('app/widget.html'), read };
  };
  const app = [
    'app/assets/main-1a2b3c4d.js',
    'app/assets/record-part-5e6f7a8b.js',
    'app/img/icon.svg',
    'app/img/logo.svg',
    'app/widget.html',
  ];

  it('is made for Zoho CRM without a manifest in the zip, though zet reads one', async () => {
    const { names, page, read } = await of('crm', 'https://anexo.example.com');
    expect(names).toEqual(app);
    expect(page).toContain('<html data-product="crm" lang="en">');
    expect(page).toContain(`src="${embeddedSdkUrl}"`);
    expect(page).not.toContain(deskSdkUrl);
    expect(JSON.parse(await read('plugin-manifest.json'))).toEqual({ service: 'CRM' });
  });

  it('is made for Bigin with the gateway that it may call', async () => {
    const { names, page, read } = await of('bigin', 'https://anexo.example.com');
    expect(names).toEqual([...app, 'plugin-manifest.json']);
    expect(page).toContain('data-product="bigin"');
    expect(page).toContain(embeddedSdkUrl);
    const manifest = { service: 'BIGIN', cspDomains: { 'connect-src': ['https://anexo.example.com'] } };
    expect(JSON.parse(await read('plugin-manifest.json'))).toEqual(manifest);
  });

  it('is made for Bigin with the gateway that is configured, where no other is given', async () => {
    await project.write(
      'plugin-manifest.json',
      JSON.stringify((await stage('https://anexo.example.com')).manifest, undefined, 2),
    );
    const sourcesOf = async (gateway?: string): Promise<unknown> =>
      JSON.parse(await (await of('bigin', gateway)).read('plugin-manifest.json'));
    expect(await sourcesOf()).toMatchObject({ cspDomains: { 'connect-src': ['https://anexo.example.com'] } });
    const other = 'https://other.example.com';
    expect(await sourcesOf(other)).toMatchObject({ cspDomains: { 'connect-src': [other] } });
  });

  it('loads another SDK in Bigin, where one is told', async () => {
    expect((await of('bigin', undefined, 'https://sdk.example.com/b.js')).page).toContain(
      'https://sdk.example.com/b.js',
    );
    expect((await of('crm', undefined, 'https://sdk.example.com/b.js')).page).not.toContain('sdk.example.com');
  });

  it('is not made of a build that lacks its part, or whose page is another', async () => {
    await unlink(join(project.folder, 'app/assets/record-part-5e6f7a8b.js'));
    await project.write('app/widget.html', '<h1>Anexo</h1>');
    const staging = await stagePackage(project.folder, join(project.folder, 'stage'), undefined, 'crm');
    expect(staging.kind === 'faulty' && staging.faults.map(describeFault)).toEqual([
      'app/widget.html: is missing, or does not load Desk’s SDK; run npm run build.',
      'app/assets/record-part-*.js: is missing; run npm run build.',
    ]);
  });
});
