import { printTable, say } from '../../bench/table.ts';
import { configurationOf } from '../configuration.ts';
import type { Sent } from '../deliver.ts';
import { latencyHead, latencyRows, percentile, quarters, throughput, timesOf } from '../figures.ts';
import { watchMemory } from '../memory.ts';
import { mixedSizes, mostCalls, organisations } from '../organisations.ts';
import { startGateway, startService } from '../processes.ts';
import { accountRules, figure, judge, type Rule, shareRule } from '../rules.ts';
import { openSenders, run } from '../senders.ts';
import type { Settings } from '../settings.ts';

const clients = 4;
const mostAttempts = 20;
const names = Object.keys(organisations);
/** Shorter runs say nothing of memory: the process is still warming up. */
const leastSecondsForMemory = 120;

/** One instance with three destinations, of which one is slow and one fails. @returns whether all rules are kept */
export async function loadOne({ seconds, clients: count }: Settings): Promise<boolean> {
  const service = await startService(organisations);
  const gateway = await startGateway(configurationOf({ serviceUrl: service.url, organisations: names, clients }));
  try {
    const senders = await openSenders({ urls: [gateway.url], organisations: names, clients, count });
    const good = senders.filter(({ organisation }) => organisation === 'good');
    const aloneSeconds = Math.max(10, Math.min(60, Math.round(seconds / 5)));
    say(`One instance: ${good.length} senders to the good destination alone, ${aloneSeconds} s`);
    const alone = await run(good, { name: 'alone', seconds: aloneSeconds, sizes: mixedSizes, mostAttempts });
    printTable(latencyHead, latencyRows(alone));
    say(`\nThen ${count} senders to all, ${seconds} s; 10 kB to 10 MB`);
    const memory = watchMemory(gateway.pid);
    const sent = await run(senders, { name: 'one', seconds, sizes: mixedSizes, mostAttempts });
    const samples = memory.stop();
    printTable(latencyHead, latencyRows(sent));
    const book = await service.book();
    return judge([
      ...accountRules([...alone, ...sent], book, [gateway], mostCalls),
      figure('throughput', throughput(sent, seconds)),
      memoryRule(samples, seconds),
      figure('memory, most (VmRSS)', mebibytes(Math.max(...samples))),
      ...names.map((name) => shareRule(name, sent)),
      besidesRule(alone, sent),
    ]);
  } finally {
    await gateway.stop();
    await service.stop();
  }
}

const mostGrowth = 1.05;

function memoryRule(samples: readonly number[], seconds: number): Rule {
  const { third, last } = quarters(samples);
  return {
    title: 'memory, third and last quarter, mean (VmRSS)',
    found: `${mebibytes(third)}, ${mebibytes(last)}`,
    rule: 'last ≤ 1.05 × third',
    met: seconds < leastSecondsForMemory ? undefined : last <= third * mostGrowth,
  };
}

const mostSlowdown = 3;

/** The three share one process and one core: what the others move takes its part of that. */
function besidesRule(alone: readonly Sent[], sent: readonly Sent[]): Rule {
  const before = percentile(timesOf(alone), 0.99);
  const beside = percentile(timesOf(sent.filter(({ organisation }) => organisation === 'good')), 0.99);
  return {
    title: 'p99 of the good destination, alone and beside the others',
    found: `${before.toFixed(0)} ms, ${beside.toFixed(0)} ms`,
    rule: 'beside ≤ 3 × alone',
    met: beside <= mostSlowdown * before,
  };
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
