import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { areaNamed, areas } from './areas.ts';

const usage = `Usage: npm run mutate -- AREA [--at-once N] [--continue | --again] [GLOB …]

Changes the code of an area in small ways, one at a time, and runs its tests each time: a change that no test notices
is reported with its place, and the whole in .cache/mutation/AREA.html. Exits with 1 below 85 %. The modules of gateway are
read once for many changes, so that what runs when a module is read is left out there.

AREA is one of ${Object.keys(areas).join(', ')}; GLOB names files of it, such as contract/limits.ts, in place of all.

  --at-once N  so many changes at once: 2 where it is left out
  --continue   goes on from the last run of the area, whose report is kept in .cache/mutation/AREA.json: a change that a
               test noticed is not tried again while that test stands, nor one that none did until one of them is new.
               A test that only reads otherwise, under its old name, does not count as new, and no test does for what
               runs when a module is read
  --again      goes on likewise, but tries all changes of GLOB again, such as contract/limits.ts:10-20`;

/** The share of changes that tests have to notice, in percent. */
const least = 85;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      'at-once': { type: 'string', default: '2' },
      continue: { type: 'boolean', default: false },
      again: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [name, ...files] = positionals;
  if (values.help || name === undefined) {
    process.stdout.write(`${usage}\n`);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const area = areaNamed(name);
  // Read by vitest.config.ts in the processes that Stryker starts.
  process.env['AREA'] = name;
  const report = `.cache/mutation/${name}.json`;
  if (!values.continue && !values.again) await rm(report, { force: true });
  await new Stryker({
    mutate: files.length > 0 ? files : [...area.mutate],
    // From the root alone: the gateway has a folder `docs` too, without which its tests could not be read.
    ignorePatterns: ['/.cache', '/app/assets', '/app/settings', '/build', '/dist', '/docs'],
    testRunner: 'vitest',
    vitest: { configFile: 'mutation/vitest.config.ts', related: false },
    // It would ask TypeScript for an interface that version 7 has no more.
    tsconfigFile: 'none',
    coverageAnalysis: 'perTest',
    ignoreStatic: area.readOnce !== undefined,
    // Such an area has a runner of its own, which ends with the first failure.
    disableBail: area.readOnce !== undefined,
    concurrency: Number(values['at-once']),
    timeoutMS: 12_000,
    // Of the time that the tests took in the first run, in which all modules were read.
    ...(area.readOnce !== undefined && { timeoutFactor: 0.3 }),
    reporters: ['progress-append-only', 'clear-text', 'html'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `.cache/mutation/${name}.html` },
    // What it writes at its end is the report: a reporter of the same name would write into it at the same time.
    incremental: true,
    force: values.again,
    incrementalFile: report,
    tempDirName: '.cache/stryker',
    thresholds: { high: 95, low: least, break: least },
    allowConsoleColors: false,
  }).runMutationTest();
}

await main();
