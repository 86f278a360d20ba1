import { printTable, say } from '../../bench/table.ts';
import { startRedisServer } from '../../tools/redis-server.ts';
import { configurationOf } from '../configuration.ts';
import { deliver, type Sent } from '../deliver.ts';
import { latencyHead, latencyRows, percentile, timesOf } from '../figures.ts';
import { makeFile } from '../files.ts';
import { mostCalls, organisations, smallSizes } from '../organisations.ts';
import { type GatewayProcess, startGateway, startService } from '../processes.ts';
import { accountRules, count, figure, judge, type Rule } from '../rules.ts';
import { openSenders, type Sender } from '../senders.ts';
import type { Settings } from '../settings.ts';

const names = ['desk'];
/** So many callers at once want more than the usual thousand connections. */
const maxConnections = 10_000;
/** Who is told to come again does so until it is served. */
const mostAttempts = 1000;
/** Of a call that the service thinks about for 100 ms, ten at once: a hundred in a second. */
const behaviour = { ...organisations.good, answerMs: 100 };

/** Many small files queued at once by one client, while another sends one after the other. @returns whether all rules are kept */
export async function loadBurst({ burst }: Settings): Promise<boolean> {
  return runBurst({ title: 'One instance', instances: 1, burst });
}

/** The same at one of two instances, the other client at the other. @returns whether all rules are kept */
export async function loadBurstTwo({ burst }: Settings): Promise<boolean> {
  return runBurst({ title: 'Two instances with a Redis', instances: 2, burst: Math.ceil(burst / 2) });
}

interface Burst {
  readonly title: string;
  readonly instances: 1 | 2;
  readonly burst: number;
}

async function runBurst({ title, instances, burst }: Burst): Promise<boolean> {
  const service = await startService({ desk: behaviour });
  const redis = instances === 2 ? await startRedisServer() : undefined;
  const setting = { serviceUrl: service.url, organisations: names, clients: 2, maxConnections };
  const configuration = configurationOf({ ...setting, ...(redis && { redisUrl: redis.url }) });
  const gateways: GatewayProcess[] = [];
  for (let one = 0; one < instances; one += 1) gateways.push(await startGateway(configuration));
  try {
    say(`${title}: ${burst} files of 2 to 20 kB queued at once by one client, another sends single ones`);
    // The first sender begins at the first instance, the second at the last.
    const urls = gateways.map(({ url }) => url);
    const [crowd, single] = await openSenders({ urls, organisations: names, clients: 2, count: 2 });
    if (!crowd || !single) throw new Error('there are no senders');
    const began = performance.now();
    let over = false;
    const crowded = queueAll(crowd, burst).finally(() => {
      over = true;
    });
    const singles = await sendSingly(single, () => over);
    const queued = await crowded;
    const seconds = (performance.now() - began) / 1000;
    const sent = [...queued, ...singles];
    printTable(
      latencyHead,
      latencyRows([...as('burst', queued), ...as('single files', singles)]).filter(([name]) => name?.endsWith('all')),
    );
    return judge([
      ...accountRules(sent, await service.book(), gateways, mostCalls),
      count('files not delivered', sent.filter(({ said }) => said.kind !== 'delivered').length),
      figure('the burst took', `${seconds.toFixed(1)} s, ${(queued.length / seconds).toFixed(0)} files/s`),
      singlesRule(singles, seconds),
    ]);
  } finally {
    for (const gateway of gateways) await gateway.stop();
    await redis?.kill();
    await service.stop();
  }
}

function queueAll(sender: Sender, burst: number): Promise<Sent[]> {
  const files = Array.from({ length: burst }, (_, index) => makeFile(`burst-${index}.pdf`, smallSizes));
  return Promise.all(files.map((file) => deliver({ ...sender, file, mostAttempts })));
}

async function sendSingly(sender: Sender, isOver: () => boolean): Promise<Sent[]> {
  const sent: Sent[] = [];
  while (!isOver()) {
    const file = makeFile(`single-${sent.length}.pdf`, smallSizes);
    sent.push(await deliver({ ...sender, file, mostAttempts }));
  }
  return sent;
}

/** Under another name in the table. */
function as(organisation: string, sent: readonly Sent[]): readonly Sent[] {
  return sent.map((one) => ({ ...one, organisation }));
}

const mostShare = 0.1;

function singlesRule(singles: readonly Sent[], seconds: number): Rule {
  const median = percentile(timesOf(singles), 0.5);
  return {
    title: "the other client's files, p50 and longest",
    found: `${median.toFixed(0)} ms, ${Math.max(...timesOf(singles)).toFixed(0)} ms`,
    rule: 'p50 ≤ a tenth of the burst',
    met: median <= mostShare * seconds * 1000,
  };
}
