import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { settings } from '../vitest.config.ts';
import { areaNamed } from './areas.ts';
import { QuickestFirst } from './quickest-first.ts';

const area = areaNamed(process.env['AREA']);
const setting = settings[area.project];

/**
 * The tests of one area, as Stryker runs them: without the slow ones and those that draw for long. Each file reads its
 * modules anew, else nobody would see a change of what runs when a module is read.
 */
export default defineConfig({
  ...setting,
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    ...setting.test,
    include: [...area.tests],
    exclude: ['**/*.property.test.ts', ...area.slow],
    sequence: { sequencer: QuickestFirst },
  },
});
