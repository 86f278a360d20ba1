import { parseArgs } from 'node:util';
import { launch } from '../browser.ts';
import { nameOf } from './case.ts';
import { allCases } from './cases.ts';
import { openKeptTrials } from './kept-trials.ts';
import { type MadeTrial, matrixOf, wordsOf } from './matrix.ts';
import { runCase } from './run-case.ts';

const usage = `Usage: npm run faults -- [--workers N] [--every N] [--continue] [WORDS …]

Plays every fault of the matrix in a browser and says what became of the files.
WORDS plays those alone whose name has all of them, such as "host–Desk" "20 files".

  --workers N  so many trials at once: 2 where it is left out
  --every N    every Nth of them alone
  --continue   goes on with a run that was broken off: what was sound is not played again`;

const keptPath = '.cache/faults.jsonl';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      workers: { type: 'string', default: '2' },
      every: { type: 'string', default: '1' },
      continue: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return say(usage);
  const cases = allCases
    .filter((one) => positionals.every((words) => nameOf(one).includes(words)))
    .filter((_, at) => at % Number(values.every) === 0);
  const kept = await openKeptTrials(keptPath, !values.continue);
  const earlier = kept.soundOf(cases);
  const trials: MadeTrial[] = [...earlier];
  const left = cases.filter((candidate) => !earlier.some(({ one }) => one === candidate));
  const began = Date.now();
  // Playwright closes the browser at these, and another would be opened.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  let browser = await launch();
  async function work(): Promise<void> {
    for (let one = left.shift(); one; one = left.shift()) {
      const beganMs = Date.now();
      // A browser that died must not take the other trials with it.
      if (!browser.isConnected()) browser = await launch();
      const verdict = await runCase(browser, one);
      trials.push({ one, verdict });
      await kept.keep({ one, verdict });
      const seconds = ((Date.now() - beganMs) / 1000).toFixed(1);
      say(`${trials.length}/${cases.length} ${nameOf(one)}: ${wordsOf(verdict)} (${seconds} s)`);
    }
  }
  try {
    await Promise.all(Array.from({ length: Number(values.workers) }, work));
  } finally {
    await browser.close();
  }
  say(`\n${matrixOf(trials)}`);
  const bad = trials.filter(({ verdict }) => verdict.kind !== 'sound');
  for (const { one, verdict } of bad) say(`\n${nameOf(one)}\n  ${wordsOf(verdict, '\n  ')}`);
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  const before = earlier.length > 0 ? `, ${earlier.length} of them in an earlier run` : '';
  say(`\n${trials.length} trials in ${minutes} min${before}: ${trials.length - bad.length} sound, ${bad.length} not`);
  // What a trial may have left hanging must not keep the program.
  process.exit(bad.length > 0 ? 1 : 0);
}

await main();
