import { type Clock, systemClock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { type ConfigurationProblem, readConfiguration } from './configuration.ts';
import { createConnectorRoute } from './connector.ts';
import { createGatewayRoute } from './gateway.ts';
import { createXhrSender, type HttpSender } from './http-sender.ts';
import { createOmsRoute } from './oms.ts';
import { createPlaces, type Places } from './places.ts';
import type { Route } from './route.ts';

export interface Routes {
  /** In the order in which `deliver` takes them. */
  readonly routes: readonly [Route, ...Route[]];
  /** Parameters that could not be used as they are; empty where the configuration is sound. */
  readonly problems: readonly ConfigurationProblem[];
  /** How many files travel by each route together. */
  readonly places: Places;
  /** What an upload may take by the connector before its end counts as unknown, in milliseconds. */
  readonly connectorMs: number;
}

export interface RoutesOptions {
  readonly clock?: Clock;
  readonly sender?: HttpSender;
}

/**
 * Makes the routes that the administrator's configuration allows: the connector always, then the gateway or the plain
 * OMS where one is configured.
 * @param configuration what `host.readConfiguration()` told: `gatewayurl`, `gatewaykind`, `maxfilemb`,
 *   `blockedendings`, `connectortimeout`, `connectoratonce`, `gatewayatonce`
 */
export function createRoutes(
  host: Host,
  configuration: ReadonlyMap<string, string>,
  { clock = systemClock, sender = createXhrSender({ clock }) }: RoutesOptions = {},
): Routes {
  const { settings, problems } = readConfiguration(configuration);
  const { gateway, blockedEndings, connectorMs } = settings;
  const places = createPlaces(settings.atOnce);
  const timing = { baseMs: connectorMs };
  const connector = createConnectorRoute({ host, limits: settings.connectorLimits, timing, clock });
  if (!gateway) return { routes: [connector], problems, places, connectorMs };
  const createFallback = gateway.kind === 'oms' ? createOmsRoute : createGatewayRoute;
  const fallback = createFallback({ host, baseUrl: gateway.baseUrl, blockedEndings, sender, clock });
  return { routes: [connector, fallback], problems, places, connectorMs };
}
