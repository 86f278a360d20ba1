import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFault } from './fault.ts';
import { packExtension } from './pack-extension.ts';
import { makeSampleProject, type SampleProject } from './sample-project.ts';
import { stagePackage } from './stage.ts';
import { verifyZip } from './verify-zip.ts';

let project: SampleProject;

beforeEach(async () => {
  project = await makeSampleProject();
});
afterEach(() => project[Symbol.asyncDispose]());

// These run Zoho's packer, which runs npm: some seconds on a busy machine.
describe('packExtension', { timeout: 60_000 }, () => {
  it('makes a verified zip, whatever npm would warn of and without a home to write to', async () => {
    await project.write('.npmrc', 'unheard-of=true\n');
    const packing = await packExtension({
      project: project.folder,
      gateway: 'https://anexo.example.com',
      environment: { ...process.env, npm_config_unheard_of: 'true', HOME: '/dev/null' },
    });
    if (packing.kind === 'faulty') throw new Error(`${packing.faults.map(describeFault)}\n${packing.output}`);
    expect(packing).toMatchObject({ zip: join(project.folder, 'dist/anexo-desk.zip'), files: 29 });
    expect(packing.notes).toEqual([expect.stringContaining('sharedBy')]);

    const staging = await stagePackage(project.folder, join(project.folder, 'again'), 'https://anexo.example.com');
    expect(staging.kind === 'staged' && (await verifyZip(packing.zip, staging.files))).toEqual([]);
  });

  it('finds the zip that zet leaves broken when its npm hook fails, though zet reports success', async () => {
    const packing = await packExtension({ project: project.folder, environment: { PATH: project.folder } });
    if (packing.kind !== 'faulty') throw new Error('packed without npm');
    expect(packing.faults.map(describeFault)).toEqual([expect.stringMatching(/^anexo-desk\.zip: is empty; /)]);
    await expect(stat(join(project.folder, 'dist/anexo-desk.zip'))).rejects.toThrow('ENOENT');
  });

  it('notes that a package made for no gateway can call none', async () => {
    const packing = await packExtension({ project: project.folder });
    expect(packing.kind === 'packed' && packing.notes).toEqual([
      expect.stringContaining('sharedBy'),
      expect.stringContaining('--gateway'),
    ]);
  });

  it('hands on what zet validate refuses and leaves no zip, an older one included', async () => {
    await project.write('dist/anexo-desk.zip', 'old');
    const path = join(project.folder, 'plugin-manifest.json');
    const manifest = await readFile(path, 'utf8');
    await writeFile(path, manifest.replace('zlabs_integration', 'zoho_desk'));
    const packing = await packExtension({ project: project.folder });
    if (packing.kind !== 'faulty') throw new Error('packed a manifest that zet refuses');
    expect(packing.faults.map(describeFault)).toEqual(['zet validate: ended with status 1; mend what it printed.']);
    expect(packing.output).toMatch(/service/i);
    await expect(stat(join(project.folder, 'dist/anexo-desk.zip'))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['crm', 5, []],
    ['bigin', 6, [expect.stringContaining('--gateway')]],
  ] as const)('makes a verified zip for %s', async (product, files, notes) => {
    const packing = await packExtension({ project: project.folder, product });
    if (packing.kind === 'faulty') throw new Error(`${packing.faults.map(describeFault)}\n${packing.output}`);
    expect(packing).toMatchObject({ zip: join(project.folder, `dist/anexo-${product}.zip`), files, notes });
    const staging = await stagePackage(project.folder, join(project.folder, 'again'), undefined, product);
    expect(staging.kind === 'staged' && (await verifyZip(packing.zip, staging.files))).toEqual([]);
  });

  it('hands on what zet refuses in Bigin’s manifest', async () => {
    const packing = await packExtension({ project: project.folder, product: 'bigin', gateway: 'nonsense' });
    expect(packing.kind === 'faulty' && packing.faults.map(describeFault)).toEqual([
      'zet validate: ended with status 1; mend what it printed.',
    ]);
  });
});
