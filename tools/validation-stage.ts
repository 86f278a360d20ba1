import { constants, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** The files that a manifest names, as far as `zet validate` looks whether they are there. */
const Named = z.object({
  locale: z.array(z.string()),
  modules: z.object({
    widgets: z.array(z.object({ url: z.string(), logo: z.string().optional(), icon: z.string().optional() })),
  }),
});

/**
 * Lays out as much of a project as `zet validate` wants to judge a manifest: empty files take the place of the pages that
 * a build makes, so that it need not have been built. What the project should have and has not is missing here too.
 */
export async function layOutForValidation(project: string, folder: string, manifest: string): Promise<void> {
  const { locale, modules } = Named.parse(JSON.parse(manifest));
  const resources = await readFile(join(project, 'resources.json'), 'utf8').catch(() => '{}');
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await write('plugin-manifest.json', manifest);
  await write('resources.json', resources);
  const take = async (path: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await copyFile(join(project, path), join(folder, path), constants.COPYFILE_EXCL).catch(() => undefined);
  };
  for (const code of locale) await take(`app/translations/${code}.json`);
  for (const { url, logo, icon } of modules.widgets) {
    await write(url, '');
    for (const path of [logo, icon]) if (path) await take(path);
  }
}
