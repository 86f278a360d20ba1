/** One line of a table: its first cell is a name, the others figures. */
export type Row = readonly string[];

/** Prints a table with aligned columns. */
export function printTable(head: Row, rows: readonly Row[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    say(cells.join('  ').trimEnd());
  }
}

export function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED';
}

export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
