import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { checkContent } from './content-rules.ts';
import type { Fault } from './fault.ts';
import { gatewayOf, type Manifest, readManifest, withGateway } from './manifest.ts';
import { checkPackerRules, packerLimits } from './packer-rules.ts';
import { deskFiles, type ProductFiles, recordFiles } from './product-files.ts';
import type { PackedProduct } from './product-page.ts';

/** The bytes of every file of a package, by its path with forward slashes. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

export type Staging =
  /** `files` are those that the zip must have: `zet` leaves out what it reads for itself alone. */
  | {
      readonly kind: 'staged';
      readonly files: PackageFiles;
      readonly manifest: object;
      /** The gateway's origin that the package is made for, where there is one. */
      readonly gateway: string | undefined;
    }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/**
 * Lays out a package in a folder of its own, so that `zet` packs exactly that: what of the built `app/` the product
 * needs, its manifest, and for Desk `resources.json`.
 * @param project where the built `app/`, Desk's manifest and `resources.json` are
 * @param target emptied first
 * @param gateway exact origin to allow and to fill in, in place of the one in Desk's manifest; there may be none
 * @param biginSdk the address of Bigin's SDK, where it is another than CRM's
 */
export async function stagePackage(
  project: string,
  target: string,
  gateway: string | undefined,
  product: PackedProduct = 'desk',
  biginSdk?: string,
): Promise<Staging> {
  const app = await readApp(project);
  const packedFor = gateway ?? (await configuredGateway(project));
  const made =
    product === 'desk'
      ? await forDesk(project, app.files, gateway)
      : recordFiles(app.files, product, { gateway: packedFor, biginSdk });
  const { files, manifest } = made;
  const faults = [...app.faults, ...made.faults];
  const all = new Map([...files, ['plugin-manifest.json', Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`)]]);
  if (all.size > packerLimits.files) {
    faults.push(fault('app', `has ${all.size} files`, `${packerLimits.files} are the most`));
  }
  if (faults.length > 0) return { kind: 'faulty', faults };

  await rm(target, { recursive: true, force: true });
  for (const [path, bytes] of all) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), bytes);
  }
  // For CRM, zet reads the service in the manifest and leaves the file out of the zip.
  return { kind: 'staged', files: product === 'crm' ? files : all, manifest, gateway: packedFor };
}

/** What `npm run configure` has put into Desk's manifest holds for the other products too. */
async function configuredGateway(project: string): Promise<string | undefined> {
  const reading = await readManifest(join(project, 'plugin-manifest.json'));
  return reading.kind === 'manifest' ? gatewayOf(reading.manifest) : undefined;
}

async function forDesk(project: string, app: PackageFiles, gateway: string | undefined): Promise<ProductFiles> {
  const files = deskFiles(app);
  const reading = await readManifest(join(project, 'plugin-manifest.json'));
  if (reading.kind === 'unreadable') {
    return { files, manifest: {}, faults: [fault('plugin-manifest.json', reading.wrong, 'see docs/install.md')] };
  }
  const manifest = gateway === undefined ? reading.manifest : withGateway(reading.manifest, gateway);
  const faults = [...checkReferences(files, manifest)];
  const resources = await readFile(join(project, 'resources.json')).catch(() => undefined);
  if (resources) files.set('resources.json', resources);
  else faults.push(fault('resources.json', 'is missing', 'zet wants it; {} is enough'));
  return { files, manifest, faults };
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
