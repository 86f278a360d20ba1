import { parseArgs } from 'node:util';
import { type Side, sides } from './all-targets.ts';
import { type Catch, hunt } from './hunt.ts';
import type { Target } from './target.ts';

const usage = `npm run fuzz -- [--target NAME]… [--inputs NUMBER | --minutes NUMBER] [--seed NUMBER [--path PATH]]`;

/** In all, shared out so that each target takes about as long. */
const usualInputs = 1_050_000;

interface Chosen {
  readonly side: Side;
  readonly target: Target;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true },
      inputs: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      path: { type: 'string' },
    },
  });
  const all = sides.flatMap(({ side, targets }): Chosen[] => targets.map((target) => ({ side, target })));
  const wanted = values.target ?? all.map(({ target }) => target.name);
  const chosen = all.filter(({ target }) => wanted.includes(target.name));
  const unknown = wanted.find((name) => !chosen.some(({ target }) => target.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no target ${unknown}: there is ${all.map(({ target }) => target.name).join(', ')}`);
  }
  const together = chosen.reduce((sum, { target }) => sum + target.perSecond, 0);
  const minutes = values.minutes === undefined ? undefined : numberOf(values.minutes);
  const inputs = values.inputs === undefined ? usualInputs : numberOf(values.inputs);
  const seconds = minutes === undefined ? inputs / together : (minutes * 60) / chosen.length;
  const seed = values.seed === undefined ? Date.now() & 0x7fffffff : numberOf(values.seed);
  return { chosen, seed, path: values.path, inputsOf: ({ perSecond }: Target) => Math.ceil(perSecond * seconds) };
}

function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error(`${text} is no number`);
  return number;
}

function rowOf(name: string, { inputs, seconds, slowestMs, growthBytes }: Catch): string {
  const growthMb = Math.max(0, growthBytes / 1024 / 1024);
  const cells = [name, inputs, Math.round(inputs / seconds), slowestMs.toFixed(1), growthMb.toFixed(1)];
  return `| ${cells.join(' | ')} |\n`;
}

async function main(): Promise<void> {
  const { chosen, seed, path, inputsOf } = readOptions();
  process.stdout.write(`Seed ${seed}\n\n| target | inputs | a second | slowest, ms | memory, MB |\n`);
  process.stdout.write('| --- | ---: | ---: | ---: | ---: |\n');
  const findings: string[] = [];
  let total = 0;
  for (const { side, target } of chosen) {
    const caught = await hunt(target, side, { inputs: inputsOf(target), seed, path });
    total += caught.inputs;
    process.stdout.write(rowOf(target.name, caught));
    if (caught.finding !== undefined) findings.push(`${target.name}: ${caught.finding}`);
  }
  process.stdout.write(`\n${total} inputs, ${findings.length} findings\n`);
  for (const finding of findings) process.stdout.write(`\n${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 2;
}
