import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds the widget into `app/`, where `zet` packs it from. `app/` also holds committed files (translations, images),
 * so it is never emptied as a whole. File names follow the packer's rule: letters, digits, `_.$-`, 50 at the most
 * (the file check of zoho-extension-toolkit 1.0.24).
 */
export default defineConfig({
  root: `${root}widget`,
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: `${root}app`,
    emptyOutDir: false,
    assetsDir: 'assets',
    target: 'es2022',
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
