import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import project from './package.json' with { type: 'json' };
import manifest from './plugin-manifest.json' with { type: 'json' };
import { splitTexts } from './tools/texts-plugin.ts';

export const root = fileURLToPath(new URL('.', import.meta.url));

/** What the widget's source takes from the manifest and package.json; vitest gives it the same. */
export const define = {
  __VERSION__: JSON.stringify(project.version),
  __CONNECTION_LINK_NAME__: JSON.stringify(manifest.zohoAuthorisation.connectionLinkName),
};

/** The oldest browsers that know all that the widget uses as it is written, `light-dark()` last of it (May 2024). */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

/** What takes zod's place in the widget; vitest tests it with the same. */
export const alias = { 'zod/mini': `${root}widget/light-zod/light-zod.ts` };

/**
 * Builds the widget into `app/`, where `zet` packs it from. `app/` also holds committed files (translations, images),
 * so it is never emptied as a whole. File names follow the packer's rule: letters, digits, `_.$-`, 50 at the most
 * (the file check of zoho-extension-toolkit 1.0.24).
 */
export default defineConfig({
  root: `${root}widget`,
  base: './',
  publicDir: false,
  define,
  resolve: { alias },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [splitTexts(), plainImports(), emptyFolder('assets')],
  build: {
    outDir: `${root}app`,
    emptyOutDir: false,
    assetsDir: 'assets',
    target: browsers,
    cssTarget: browsers,
    sourcemap: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: `${root}widget/widget.html`,
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});

/** Removes what earlier builds left: names carry a hash, so those files would pile up in the package. */
export function emptyFolder(folder: string): Plugin {
  return {
    name: 'anexo-empty-folder',
    apply: 'build',
    buildStart: () => rm(`${root}app/${folder}`, { recursive: true, force: true }),
  };
}

/**
 * Imports the second part as the browser does, without Vite's helper, which would wait for style sheets that no such
 * part has: they come as text (widget/adopt-styles.ts).
 */
export function plainImports(): Plugin {
  return {
    name: 'anexo-plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /^\0vite\/preload-helper/ },
      handler: () => 'export const __vitePreload = (load) => load();',
    },
  };
}
