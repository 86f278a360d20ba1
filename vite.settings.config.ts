import { defineConfig } from 'vite';
import { splitTexts } from './tools/texts-plugin.ts';
import widget, { emptyFolder, plainImports, root } from './vite.config.ts';

/** Builds the settings page apart from the widget: what the two have in common must not split the widget's files. */
export default defineConfig({
  ...widget,
  plugins: [splitTexts(), plainImports(), emptyFolder('settings')],
  build: {
    ...widget.build,
    assetsDir: 'settings',
    rolldownOptions: {
      input: `${root}widget/settings.html`,
      output: {
        entryFileNames: 'settings/[name]-[hash].js',
        chunkFileNames: 'settings/[name]-[hash].js',
        assetFileNames: 'settings/[name]-[hash][extname]',
      },
    },
  },
});
