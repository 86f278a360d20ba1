import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { splitTexts } from '../tools/texts-plugin.ts';
import { alias, define } from '../vite.config.ts';
import { areaNamed } from './areas.ts';

const area = areaNamed(process.env['AREA']);

/** The tests of one area, as Stryker runs them: in one process, without the generated ones, which draw for long. */
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
    isolate: false,
    setupFiles: ['tools/seeded.ts', ...(area.environment === 'happy-dom' ? ['widget/ui/later-texts.ts'] : [])],
    globalSetup: area.environment === 'node' ? ['tools/programs-setup.ts'] : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
