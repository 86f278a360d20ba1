import type { Row } from '../bench/table.ts';
import type { Sent } from './deliver.ts';

/** Upper ends, in bytes. */
const sizeClasses = [
  { title: 'to 100 kB', most: 100_000 },
  { title: 'to 1 MB', most: 1_000_000 },
  { title: 'to 10 MB', most: Number.POSITIVE_INFINITY },
] as const;

/** @param share 0.5 for the median, 0.99 for what one of a hundred exceeds */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Times until delivery, in milliseconds. */
export function timesOf(sent: readonly Sent[]): readonly number[] {
  return sent.filter(({ said }) => said.kind === 'delivered').map(({ ms }) => ms);
}

export const latencyHead: Row = ['destination, size', 'files', 'p50 ms', 'p99 ms', 'longest ms', 'attempts'];

/** How long files took, by destination and size. */
export function latencyRows(sent: readonly Sent[]): readonly Row[] {
  const organisations = [...new Set(sent.map(({ organisation }) => organisation))].toSorted();
  return organisations.flatMap((organisation) => {
    const own = sent.filter((one) => one.organisation === organisation);
    const classes = sizeClasses.map(({ title, most }, index) => {
      const least = sizeClasses[index - 1]?.most ?? 0;
      return latencyRow(
        `${organisation}, ${title}`,
        own.filter(({ size }) => size > least && size <= most),
      );
    });
    return [...classes, latencyRow(`${organisation}, all`, own)];
  });
}

function latencyRow(title: string, sent: readonly Sent[]): Row {
  const times = timesOf(sent);
  const attempts = sent.reduce((sum, one) => sum + one.attempts, 0) / sent.length;
  const figures = [percentile(times, 0.5), percentile(times, 0.99), Math.max(...times)];
  return [title, String(times.length), ...figures.map((ms) => ms.toFixed(0)), attempts.toFixed(2)];
}

/** What was delivered in a time. */
export function throughput(sent: readonly Sent[], seconds: number): string {
  const delivered = sent.filter(({ said }) => said.kind === 'delivered');
  const bytes = delivered.reduce((sum, { size }) => sum + size, 0);
  return `${(delivered.length / seconds).toFixed(1)} files/s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`;
}

/** Files delivered for each client, the fewest and the most of one. */
export function share(sent: readonly Sent[]): { readonly least: number; readonly most: number } {
  const counts = new Map<string, number>();
  for (const { client, said } of sent) {
    counts.set(client, (counts.get(client) ?? 0) + (said.kind === 'delivered' ? 1 : 0));
  }
  return { least: Math.min(...counts.values()), most: Math.max(...counts.values()) };
}

/** Means of the third and of the last quarter. */
export function quarters(samples: readonly number[]): { readonly third: number; readonly last: number } {
  const { length } = samples;
  const mean = (from: number, to: number): number => {
    const part = samples.slice(Math.floor(length * from), Math.floor(length * to));
    return part.reduce((sum, one) => sum + one, 0) / part.length;
  };
  return { third: mean(0.5, 0.75), last: mean(0.75, 1) };
}
