import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Configuration } from '../../server/gateway/configuration-schema.ts';
import { freePorts, type Sandbox, startSandbox } from '../../server/sandbox/sandbox.ts';
import type { Fault as ScriptedFault } from '../../server/sandbox/services/faults.ts';
import { startRedisServer } from '../../tools/redis-server.ts';
import type { StageSetup, Way } from './case.ts';
import { type GatewayPlace, openGatewayHere, openGatewayProcess } from './gateway-place.ts';
import { createLeapingClock, type LeapingClock } from './leaping-clock.ts';
import { type Line, openLine } from './line.ts';

/** All that a trial plays on: an agent's browser, the sandbox, and lines between its parts that can be broken. */
export interface Stage {
  readonly way: Way;
  readonly sandbox: Sandbox;
  readonly context: BrowserContext;
  readonly clock: LeapingClock;
  readonly gateway: GatewayPlace;
  readonly lines: {
    /** From Zoho's servers to Desk. */
    readonly desk: Line;
    /** From the browser, and from Zoho's servers, to the gateway. */
    readonly gateway: Line;
    /** From the gateway to all services. */
    readonly destination: Line;
    readonly redis: Line | undefined;
  };
  /** For the files that are picked. */
  readonly folder: string;
  /** The tab that the agent looks at; another once it is closed. */
  page: Page;
  /** Scripts faults of the services, of Zoho's servers and before the gateway. */
  script(...faults: readonly ScriptedFault[]): void;
  close(): Promise<void>;
}

const connectorOf: { readonly [way in Way]: 'working' | 'unauthorised' } = {
  connector: 'working',
  'connector-alone': 'working',
  'gateway-desk': 'unauthorised',
  'gateway-oms': 'unauthorised',
};

/** Sets a stage up, the widget ready for files. What had been started is ended again where that fails. */
export async function openStage(browser: Browser, way: Way, setup: StageSetup): Promise<Stage> {
  const ending: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ending.splice(0).reverse()) await end();
  };
  try {
    return { ...(await openParts(browser, way, setup, (end) => void ending.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(
  browser: Browser,
  way: Way,
  setup: StageSetup,
  atEnd: (end: () => Promise<unknown>) => void,
): Promise<Omit<Stage, 'close'>> {
  const clock = createLeapingClock();
  const folder = await mkdtemp(join(tmpdir(), 'anexo-faults-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const redis = setup.redis ? await startRedisServer() : undefined;
  if (redis) atEnd(() => redis.kill());
  const redisLine = redis && (await openLine(redis.port));
  if (redisLine) atEnd(() => redisLine.close());

  const skewed = { ...clock, now: () => clock.now() + (setup.gatewaySkewMs ?? 0) };
  let gateway: GatewayPlace | undefined;
  let destination: Line | undefined;
  async function startGateway(configuration: Configuration): Promise<GatewayPlace> {
    destination = await openLine(servicesPort(configuration));
    const moved = behindLines(configuration, destination, redisLine, setup);
    gateway = await (setup.gateway === 'process' ? openGatewayProcess(moved, folder) : openGatewayHere(moved, skewed));
    return gateway;
  }

  // Each is told where it leads when that is known.
  const front = await openLine();
  atEnd(() => front.close());
  const desk = await openLine();
  atEnd(() => desk.close());
  async function deskBehind(url: string): Promise<string> {
    desk.lead(portOf(url));
    return behind(url, desk);
  }

  const sandbox = await startSandbox({
    ports: freePorts,
    startGateway,
    deskBehind,
    now: clock.now,
    wait: clock.wait,
    configuration: {
      ...(way === 'connector-alone' ? { gatewayurl: '' } : { gatewayurl: `http://127.0.0.1:${front.port}` }),
      ...setup.configuration,
    },
  });
  front.lead(portOf(sandbox.gatewayUrl));
  atEnd(() => sandbox.close());
  if (!gateway || !destination) throw new Error('the sandbox started no gateway');
  const line = destination;
  atEnd(() => line.close());
  sandbox.switches.patch({
    connector: connectorOf[way],
    destination: way === 'gateway-desk' ? 'desk' : 'oms',
    ...setup.switches,
  });

  // Of what was before its start a gateway cannot tell: it has run for a while.
  await clock.leap(60_000);

  // Nobody looks at what moves, and drawing it takes a fifth of a trial's time.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  atEnd(() => context.close());
  // A machine that is busy with something else must not spoil a trial.
  context.setDefaultTimeout(90_000);
  await context.clock.install({ time: clock.now() + (setup.skewMs ?? 0) });
  const page = await context.newPage();
  const address = setup.quota === undefined ? sandbox.url : sandbox.url.replace('127.0.0.1', 'localhost');
  await page.goto(address);
  if (setup.quota !== undefined) {
    // Only the storage of a page's own site can be made small: here the frame is of the same one.
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: sandbox.frameOrigin, quotaSize: setup.quota });
  }
  return {
    way,
    sandbox,
    context,
    clock,
    gateway,
    lines: { desk, gateway: front, destination: line, redis: redisLine },
    folder,
    page,
    script: (...faults) => sandbox.services.faults.set(faults),
  };
}

/** Lets an hour pass for the browser and all services. */
export async function passAnHour({ context, clock }: Pick<Stage, 'context' | 'clock'>): Promise<void> {
  const hourMs = 61 * 60 * 1000;
  await context.clock.fastForward(hourMs);
  await clock.leap(hourMs);
}

/** Resolves once the panel knows which ticket is on screen. */
export async function panelReady(page: Page): Promise<void> {
  await page.frameLocator('iframe').locator('h1[data-reading="false"]').waitFor();
}

/** The same configuration with all services, and Redis, behind lines. */
function behindLines(
  configuration: Configuration,
  line: Line,
  redis: Line | undefined,
  { silenceSeconds = 60 }: StageSetup,
): Configuration {
  const moved = structuredClone(configuration);
  for (const destination of Object.values(moved.destinations)) {
    destination.silenceSeconds = silenceSeconds;
    if (destination.baseUrl !== undefined) destination.baseUrl = behind(destination.baseUrl, line);
    if ('accountsUrl' in destination && destination.accountsUrl !== undefined) {
      destination.accountsUrl = behind(destination.accountsUrl, line);
    }
  }
  return { ...moved, ...(redis && { redisUrl: `redis://127.0.0.1:${redis.port}` }) };
}

function servicesPort({ destinations }: Configuration): number {
  const [url = ''] = Object.values(destinations).flatMap(({ baseUrl }) => baseUrl ?? []);
  return portOf(url);
}

/** The address under which a server is found through a line. */
function behind(url: string, { port }: Line): string {
  return url.replace(/:\d+/, `:${port}`);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
