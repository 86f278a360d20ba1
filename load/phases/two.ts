import { printTable, say } from '../../bench/table.ts';
import { startRedisServer } from '../../tools/redis-server.ts';
import { configurationOf } from '../configuration.ts';
import { latencyHead, latencyRows, throughput } from '../figures.ts';
import { mixedSizes, mostCalls, organisations } from '../organisations.ts';
import { startGateway, startService } from '../processes.ts';
import { accountRules, figure, judge, shareRule } from '../rules.ts';
import { openSenders, run } from '../senders.ts';
import type { Settings } from '../settings.ts';

const clients = 4;
const mostAttempts = 20;
const names = Object.keys(organisations);

/**
 * Two instances with a Redis: half of the senders begin at each, and an attempt that failed is repeated at the other.
 * @returns whether all rules are kept
 */
export async function loadTwo({ seconds: whole, clients: count }: Settings): Promise<boolean> {
  const seconds = Math.ceil(whole / 3);
  const service = await startService(organisations);
  const redis = await startRedisServer();
  const setting = { serviceUrl: service.url, organisations: names, clients, redisUrl: redis.url };
  const gateways = [await startGateway(configurationOf(setting)), await startGateway(configurationOf(setting))];
  try {
    say(`Two instances with a Redis: ${count} senders to three destinations, ${seconds} s; 10 kB to 10 MB`);
    const urls = gateways.map(({ url }) => url);
    const senders = await openSenders({ urls, organisations: names, clients, count });
    const sent = await run(senders, { name: 'two', seconds, sizes: mixedSizes, mostAttempts });
    printTable(latencyHead, latencyRows(sent));
    return judge([
      ...accountRules(sent, await service.book(), gateways, mostCalls),
      figure('throughput', throughput(sent, seconds)),
      ...names.map((name) => shareRule(name, sent)),
    ]);
  } finally {
    for (const gateway of gateways) await gateway.stop();
    await redis.kill();
    await service.stop();
  }
}
