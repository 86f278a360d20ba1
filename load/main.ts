import { cpus, loadavg } from 'node:os';
import { say } from '../bench/table.ts';
import { loadBurst, loadBurstTwo } from './phases/burst.ts';
import { loadOne } from './phases/one.ts';
import { loadTwo } from './phases/two.ts';
import { readSettings, type Settings } from './settings.ts';

/** The phases, by name: `npm run load -- NAME…` runs some, without a name all. @returns whether all rules are kept */
const phases: Readonly<Record<string, (settings: Settings) => Promise<boolean>>> = {
  one: loadOne,
  two: loadTwo,
  burst: loadBurst,
  'burst-two': loadBurstTwo,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(phases, name));
if (unknown.length > 0) {
  console.error(`There is no phase ${unknown.join(', ')}: there is ${Object.keys(phases).join(', ')}`);
  process.exitCode = 2;
} else {
  const settings = readSettings(process.env);
  const { length, 0: first } = cpus();
  const machine = `${length} cores (${first?.model.trim()}), load average ${loadavg()[0]?.toFixed(1)}`;
  say(`${new Date().toISOString()}, Node ${process.version}, ${machine}`);
  for (const [name, run] of Object.entries(phases)) {
    if (names.length > 0 && !names.includes(name)) continue;
    say('');
    if (!(await run(settings))) process.exitCode = 1;
  }
}
