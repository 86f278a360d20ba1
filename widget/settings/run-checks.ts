import { omsLimits } from '../../contract/limits.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { blockEndings } from '../routes/blocked-endings.ts';
import type { readConfiguration } from '../routes/configuration.ts';
import { createXhrSender, type HttpSender } from '../routes/http-sender.ts';
import { checkBrowser, type FindObstacle, inTheLightOf } from './browser-check.ts';
import type { CheckName, CheckState, Checks, GatewayWord } from './check.ts';
import { checkConnection } from './connection-check.ts';
import { checkDestination } from './destination-check.ts';
import { createFindObstacle } from './find-obstacle.ts';
import { checkPass, nobodysTopTicket, type PassFinding } from './pass-check.ts';

export interface CheckParts {
  readonly clock?: Clock;
  readonly sender?: HttpSender;
  readonly findObstacle?: FindObstacle;
}

/** What the administrator has configured, as it was read. */
export type Configured = ReturnType<typeof readConfiguration> & {
  /** As Desk told them; empty where it told nothing. */
  readonly parameters: ReadonlyMap<string, string>;
};

/** Hears how a test goes, each thing as soon as it is known. */
export interface CheckWatch {
  onConfigured(configured: Configured): void;
  onState<Name extends CheckName>(name: Name, state: CheckState<Name>): void;
  onGateway(word: GatewayWord): void;
}

/** Before a test, and while it runs. */
export const running: Checks = {
  configuration: { kind: 'running' },
  connection: { kind: 'running' },
  pass: { kind: 'running' },
  browser: { kind: 'running' },
  destination: { kind: 'running' },
};

/** Tests it all without changing anything: no file is sent, no ticket is touched. Never rejects. */
export async function runChecks(
  host: Host,
  { parameters, problems, settings }: Configured,
  watch: CheckWatch,
  { clock = systemClock, sender = createXhrSender({ clock }), findObstacle = createFindObstacle() }: CheckParts = {},
): Promise<void> {
  watch.onState('configuration', configurationState());
  await Promise.all([checkConnection(host, clock.now()).then((state) => watch.onState('connection', state)), ways()]);

  function configurationState(): CheckState<'configuration'> {
    // The manifest gives some parameters a default: none at all means that Desk did not answer.
    if (parameters.size === 0) return { kind: 'failed', fault: 'configuration.unread' };
    const detail = problems.map(({ parameter, message }) => `${parameter}: ${message}`).join('\n');
    return detail ? { kind: 'failed', fault: 'configuration.unusable', detail } : { kind: 'passed' };
  }

  async function ways(): Promise<void> {
    const { gateway } = settings;
    if (!gateway) {
      for (const name of ['pass', 'browser', 'destination'] as const) {
        watch.onState(name, { kind: 'skipped', why: 'noGateway' });
      }
      return;
    }
    const knocking = checkBrowser(gateway.baseUrl, sender, findObstacle);
    if (gateway.kind === 'oms') {
      for (const name of ['pass', 'destination'] as const) watch.onState(name, { kind: 'skipped', why: 'login' });
      watch.onGateway({ destination: 'oms', limits: blockEndings(omsLimits, settings.blockedEndings) });
      return watch.onState('browser', await knocking);
    }
    const finding = await checkPass(host, gateway.baseUrl, clock);
    watch.onState('pass', finding.state);
    if ('pass' in finding) {
      const { destination, limits } = finding.pass;
      watch.onGateway({ destination, limits: blockEndings(limits, settings.blockedEndings) });
    }
    const browser = inTheLightOf(finding.state, await knocking);
    watch.onState('browser', browser);
    watch.onState('destination', await askDestination(gateway.baseUrl, finding, browser));
  }

  async function askDestination(
    baseUrl: string,
    finding: PassFinding,
    browser: CheckState<'browser'>,
  ): Promise<CheckState<'destination'>> {
    if (!('pass' in finding) || browser.kind !== 'passed') return { kind: 'skipped', why: 'before' };
    if (finding.pass.destination !== 'toptickets') return checkDestination(baseUrl, finding.pass, sender);
    const own = await checkPass(host, baseUrl, clock, nobodysTopTicket);
    if (!('pass' in own)) return { ...own.state, fault: 'destination.failing' };
    return checkDestination(baseUrl, own.pass, sender, nobodysTopTicket);
  }
}
