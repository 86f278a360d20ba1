import { cpus } from 'node:os';
import { median, printTable, type Row, say, verdict } from '../table.ts';
import { type Contender, contenders } from './contenders.ts';
import { peakMemory } from './memory.ts';
import { pinLoad } from './relay-process.ts';
import { startSink } from './sink.ts';
import { type Timing, timeContenders } from './times.ts';

const megabyte = 1024 * 1024;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);

/** Measures the gateway beside its peers and the bound, all in one run, and prints the aims beside the figures. */
export async function benchRelay(): Promise<void> {
  pinLoad();
  const sink = await startSink();
  const { length, 0: first } = cpus();
  say(`Relaying files. Node ${process.version}, ${length} cores (${first?.model.trim()}), one of them for the relay`);
  try {
    const ms = await timeContenders(contenders, sink.url, 10 * megabyte, rounds);
    say(`\nOne 10 MB file at a time, ${rounds} rounds of 10 files`);
    printTable(
      ['relay', 'p50 ms', 'ratio to the pipe', 'aim', '', 'CPU ms'],
      contenders.map((one) => timeRow(one, ms)),
    );
    const speedUp = timeOf(ms, 'whole-body') / timeOf(ms, 'json-multipart');
    say(`JSON to multipart is ${speedUp.toFixed(1)} × as fast as (a)  aim ≥ 3.0  ${verdict(speedUp >= 3)}`);

    say('\nPeak memory of the relay process, MiB (VmHWM, a fresh process each)');
    const rows: Row[] = [];
    for (const one of contenders) rows.push(await memoryRow(one, sink.url));
    printTable(['relay', '1 at once', '4 at once', 'aim', '', '16 at once', 'aim', ''], rows);

    say('\nPeak memory for one file at a time, 300 MB in all, MiB');
    const sizes: Row[] = [];
    for (const one of contenders.filter(({ ours }) => ours)) sizes.push(await sizeRow(one, sink.url));
    printTable(['relay', 'files of 1 MB', 'of 100 MB', 'more', 'aim', ''], sizes);
  } finally {
    sink.close();
  }
}

function timeOf(times: ReadonlyMap<string, Timing>, name: string): number {
  return median(times.get(name)?.times ?? []);
}

function timeRow({ name, title, mostRatio }: Contender, times: ReadonlyMap<string, Timing>): Row {
  const ratio = timeOf(times, name) / timeOf(times, 'pipe');
  const aim = mostRatio === undefined ? ['', ''] : [`≤ ${mostRatio.toFixed(1)}`, verdict(ratio <= mostRatio)];
  return [
    title,
    timeOf(times, name).toFixed(1),
    ratio.toFixed(2),
    ...aim,
    (times.get(name)?.cpu ?? Number.NaN).toFixed(1),
  ];
}

const mostMemory = { 4: 110, 16: 160 } as const;

async function memoryRow(one: Contender, sinkUrl: string): Promise<Row> {
  const peak = async (atOnce: number): Promise<number> =>
    (await peakMemory(one, sinkUrl, { size: 10 * megabyte, atOnce, times: 5 })) / megabyte;
  const [alone, four, sixteen] = [await peak(1), await peak(4), await peak(16)];
  const aim = (figure: number, most: number): string[] =>
    one.ours ? [`≤ ${most}`, verdict(figure <= most)] : ['', ''];
  return [
    one.title,
    alone.toFixed(0),
    four.toFixed(0),
    ...aim(four, mostMemory[4]),
    sixteen.toFixed(0),
    ...aim(sixteen, mostMemory[16]),
  ];
}

const mostMore = 20;

async function sizeRow(one: Contender, sinkUrl: string): Promise<Row> {
  const peak = async (size: number): Promise<number> =>
    (await peakMemory(one, sinkUrl, { size, atOnce: 1, times: (300 * megabyte) / size })) / megabyte;
  const [small, large] = [await peak(megabyte), await peak(100 * megabyte)];
  const more = large - small;
  return [one.title, small.toFixed(0), large.toFixed(0), more.toFixed(0), `≤ ${mostMore}`, verdict(more <= mostMore)];
}
