import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { splitTexts } from '../tools/texts-plugin.ts';
import { alias, define } from '../vite.config.ts';
import { areaNamed } from './areas.ts';

const area = areaNamed(process.env['AREA']);

/** The tests of one area, as Stryker runs them: without the generated ones, which draw for long. Each file reads its
 * modules anew, else nobody would see a change of what runs when a module is read. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  ...(area.environment === 'happy-dom' && {
    define,
    resolve: { alias },
    oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } },
    plugins: [splitTexts()],
  }),
  test: {
    environment: area.environment,
    include: [...area.tests],
    exclude: ['**/*.property.test.ts'],
    setupFiles: ['tools/seeded.ts', ...(area.environment === 'happy-dom' ? ['widget/ui/later-texts.ts'] : [])],
    globalSetup: area.environment === 'node' ? ['tools/programs-setup.ts'] : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
