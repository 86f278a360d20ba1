import { type FaultCase, ways } from './case.ts';
import type { RowCount, Verdict } from './verdict.ts';

/** A trial that was made. */
export interface MadeTrial {
  readonly one: FaultCase;
  readonly verdict: Verdict;
}

/** A verdict in a line. @param between its findings, where it has some */
export function wordsOf(verdict: Verdict, between = '; '): string {
  if (verdict.kind === 'broken') return `BROKEN: ${verdict.message}`;
  if (verdict.kind === 'sound') return countWords(verdict.count);
  return `UNSOUND: ${verdict.findings.map(({ kind, name, detail }) => `${kind} ${name} (${detail})`).join(between)}`;
}

const signs: readonly (readonly [keyof RowCount, string])[] = [
  ['delivered', 'delivered'],
  ['refused', 'refused'],
  ['failed', 'failed, then delivered'],
  ['gone', 'failed for good'],
  ['unconfirmed', 'unconfirmed'],
  ['foundOut', 'found out'],
];

function countWords(count: RowCount): string {
  return signs.flatMap(([key, words]) => (count[key] > 0 ? `${count[key]} ${words}` : [])).join(', ');
}

/**
 * The matrix as a table: a line for each fault, a column for each way and number of files. `d` files were delivered,
 * `r` refused for good, `f` failed and were delivered when the agent tried again, `g` failed since the file is gone, `u`
 * could be known by nobody.
 */
export function matrixOf(trials: readonly MadeTrial[]): string {
  const counts = [...new Set(trials.map(({ one }) => one.files))].sort((a, b) => a - b);
  const columns = ways.flatMap((way) => counts.map((files) => ({ way, files })));
  const rows = new Map<string, string[]>();
  for (const { one, verdict } of trials) {
    const cells = rows.get(rowName(one)) ?? columns.map(() => '');
    cells[columns.findIndex(({ way, files }) => way === one.way && files === one.files)] = cellOf(verdict);
    rows.set(rowName(one), cells);
  }
  const head = ['hop', 'fault', ...columns.map(({ way, files }) => `${way} ${files}`)];
  const lines = [...rows].map(([name, cells]) => [...name.split('\t'), ...cells]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowName({ fault }: FaultCase): string {
  return `${fault.hop}\t${fault.name}`;
}

function cellOf(verdict: Verdict): string {
  if (verdict.kind === 'broken') return 'BROKEN';
  if (verdict.kind === 'unsound') return [...new Set(verdict.findings.map(({ kind }) => kind.toUpperCase()))].join(' ');
  const { delivered, refused, failed, gone, unconfirmed } = verdict.count;
  return [
    [delivered, 'd'],
    [refused, 'r'],
    [failed, 'f'],
    [gone, 'g'],
    [unconfirmed, 'u'],
  ]
    .flatMap(([count, sign]) => (count === 0 ? [] : `${count}${sign}`))
    .join(' ');
}
