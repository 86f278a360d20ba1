import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Manifest, sharedByPlaceholder } from './manifest.ts';
import { deskSdkUrl } from './product-page.ts';

/** This repository's own folder, from the sources. */
const repository = fileURLToPath(new URL('../', import.meta.url));

/** A small project for tests: the real manifest and resources beside a tiny `app/`, built by nobody. */
export interface SampleProject extends AsyncDisposable {
  readonly folder: string;
  /** Writes a file below the folder. */
  write(path: string, content: string | Buffer): Promise<void>;
}

const app: Readonly<Record<string, string>> = {
  'app/widget.html': `<!doctype html><html lang="en"><script src="${deskSdkUrl}"></script><script type="module" src="./assets/main-1a2b3c4d.js"></script><h1>Anexo</h1>\n`,
  'app/settings.html': '<!doctype html><h1>Anexo settings</h1>\n',
  'app/assets/main-1a2b3c4d.js': 'document.title = "Anexo";\n',
  'app/assets/record-part-5e6f7a8b.js': 'export const records = true;\n',
  'app/img/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  'app/img/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
};

/** Makes one in a temporary folder, gone when disposed of. */
export async function makeSampleProject(): Promise<SampleProject> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-sample-'));
  const write = async (path: string, content: string | Buffer) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(app)) await write(path, content);
  await write('resources.json', await readFile(join(repository, 'resources.json')));
  // A publisher's checkout has the connection of their own.
  const manifest = await readFile(join(repository, 'plugin-manifest.json'), 'utf8');
  for (const code of Manifest.parse(JSON.parse(manifest)).locale) {
    await write(`app/translations/${code}.json`, `{ "title": "${code}" }\n`);
  }
  await write('plugin-manifest.json', manifest.replace(/("sharedBy": )"[^"]*"/, `$1"${sharedByPlaceholder}"`));
  return { folder, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
