import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { settings } from '../vitest.config.ts';
import { areaNamed } from './areas.ts';
import { keptThread } from './kept-thread.ts';
import { QuickestFirst } from './quickest-first.ts';

const area = areaNamed(process.env['AREA']);
const setting = settings[area.project];

/** In milliseconds. Many a change has a test wait for what never comes: it need not do so for as long as at other times. */
const patience = { testTimeout: 8000, hookTimeout: 8000 };

/** Stryker asks for threads of Vitest's own, so that the other kind can be had only afterwards. */
const keepThread = {
  name: 'keep-thread',
  configureVitest({ project }: { readonly project: { readonly config: { pool: string; poolRunner?: object } } }) {
    Object.assign(project.config, { pool: keptThread.name, poolRunner: keptThread });
  },
};

/**
 * The tests of one area, as Stryker runs them: without the slow ones and those that draw for long. Each file reads its
 * modules anew, else nobody would see a change of what runs when a module is read; but where the area says otherwise.
 */
export default defineConfig({
  ...setting,
  ...(area.readOnce && { plugins: [keepThread] }),
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    ...setting.test,
    ...(area.readOnce && {
      ...patience,
      isolate: false,
      setupFiles: [area.readOnce, ...setting.test.setupFiles],
      runner: 'mutation/until-failure.ts',
    }),
    include: [...area.tests],
    exclude: ['**/*.property.test.ts', ...area.slow],
    sequence: { sequencer: QuickestFirst },
  },
});
