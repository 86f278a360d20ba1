import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { checkContent } from './content-rules.ts';
import type { Fault } from './fault.ts';
import { type Manifest, readManifest, withGateway } from './manifest.ts';
import { checkPackerRules, packerLimits } from './packer-rules.ts';

/** The bytes of every file of a package, by its path with forward slashes. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

export type Staging =
  | { readonly kind: 'staged'; readonly files: PackageFiles; readonly manifest: Manifest }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/**
 * Lays out a package in a folder of its own, so that `zet` packs exactly that: the built `app/`, the manifest and
 * `resources.json`.
 * @param project where those three are
 * @param target emptied first
 * @param gateway exact origin to allow and to fill in, or none
 */
export async function stagePackage(project: string, target: string, gateway: string | undefined): Promise<Staging> {
  const reading = await readManifest(join(project, 'plugin-manifest.json'));
  if (reading.kind === 'unreadable') {
    return { kind: 'faulty', faults: [fault('plugin-manifest.json', reading.wrong, 'see docs/install.md')] };
  }
  const manifest = gateway === undefined ? reading.manifest : withGateway(reading.manifest, gateway);
  const { files, faults } = await readApp(project);
  faults.push(...checkReferences(files, manifest));
  files.set('plugin-manifest.json', Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`));
  const resources = await readFile(join(project, 'resources.json')).catch(() => undefined);
  if (resources) files.set('resources.json', resources);
  else faults.push(fault('resources.json', 'is missing', 'zet wants it; {} is enough'));
  if (files.size > packerLimits.files) {
    faults.push(fault('app', `has ${files.size} files`, `${packerLimits.files} are the most`));
  }
  if (faults.length > 0) return { kind: 'faulty', faults };

  await rm(target, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), bytes);
  }
  return { kind: 'staged', files, manifest };
}

async function readApp(project: string): Promise<{ files: Map<string, Buffer>; faults: Fault[] }> {
  const files = new Map<string, Buffer>();
  const faults: Fault[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(join(project, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (!entry.isFile()) faults.push(fault(path, 'is not a plain file', 'links cannot be packed'));
      else {
        const bytes = await readFile(join(project, path));
        faults.push(...checkPackerRules(path, bytes.length), ...checkContent(path, bytes));
        files.set(path, bytes);
      }
    }
  };
  await walk('app').catch((error: unknown) => faults.push(fault('app', `cannot be read (${error})`, 'build first')));
  return { files, faults };
}

/** The files that the manifest and the widget's page name must be in the package: a stale build lacks some. */
function checkReferences(files: PackageFiles, manifest: Manifest): readonly Fault[] {
  const faults: Fault[] = [];
  const expect = (path: string, by: string, right: string) => {
    const known = files.has(path) || faults.some(({ where }) => where === path);
    if (!known) faults.push(fault(path, `is missing, though ${by} names it`, right));
  };
  for (const locale of manifest.locale) {
    expect(`app/translations/${locale}.json`, 'the manifest’s locale', 'add the translation or take the locale out');
  }
  for (const widget of manifest.modules.widgets) {
    const page = widget.url.slice(1);
    expect(page, 'the manifest', 'run npm run build');
    for (const path of [widget.logo, widget.icon]) expect(path.slice(1), 'the manifest', 'add the image');
    for (const reference of referencesOf(files.get(page)?.toString('utf8') ?? '')) {
      expect(posix.join(posix.dirname(page), reference), page, 'run npm run build');
    }
  }
  return faults;
}

/** Relative addresses in `src` and `href` attributes, without query and fragment. */
function referencesOf(html: string): readonly string[] {
  return [...html.matchAll(/\s(?:src|href)="([^"?#]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((address) => !/^(?:[a-z]+:|\/)/i.test(address));
}

function fault(where: string, wrong: string, right: string): Fault {
  return { where, wrong, right };
}
