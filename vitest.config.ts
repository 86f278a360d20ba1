import { availableParallelism } from 'node:os';
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { BrowserFirst } from './tools/browser-first.ts';
import { splitTexts } from './tools/texts-plugin.ts';
import { alias, define } from './vite.config.ts';

/** In milliseconds. Far more than any test takes: a machine that is busy with something else must not fail one. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };

/** Before each file of tests that needs no browser. */
const setupFiles = ['tools/seeded.ts', 'tools/patient.ts'];

/** One process for many files, in which what they import is read once: each test leaves the process as it found it. */
const shared = { isolate: false };

/** What tests of the gateway and the tools, and those of the widget, run in; also under mutation. */
export const settings = {
  node: {
    test: {
      ...patience,
      environment: 'node',
      setupFiles,
      globalSetup: ['tools/programs-setup.ts'],
    },
  },
  widget: {
    define,
    resolve: { alias },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [splitTexts()],
    test: {
      ...patience,
      environment: 'happy-dom',
      setupFiles: [...setupFiles, 'widget/ui/later-texts.ts'],
    },
  },
} satisfies Readonly<Record<string, UserWorkspaceConfig>>;

export default defineConfig({
  test: {
    reporters: ['default', './tools/closing-line.ts'],
    sequence: { sequencer: BrowserFirst },
    // Also on two processors, of which Vitest would leave one idle: browser tests wait a third of the time.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...settings.node.test,
          ...shared,
          name: 'node',
          include: ['{contract,load,server,tools}/**/*.test.ts', 'fuzz/server.test.ts'],
        },
      },
      {
        ...settings.widget,
        test: {
          ...settings.widget.test,
          ...shared,
          name: 'widget',
          include: ['widget/**/*.test.{ts,tsx}', 'fuzz/widget.test.ts'],
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/chromium-setup.ts'],
          ...patience,
          testTimeout: 120_000,
          ...shared,
        },
      },
    ],
  },
});
