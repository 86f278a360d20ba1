import { productLimits } from '../../contract/limits.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { type ConfigurationProblem, type RouteSettings, readConfiguration } from './configuration.ts';
import { createConnectorRoute } from './connector.ts';
import type { ConnectorDialect } from './connector-dialect.ts';
import { deskDialect } from './desk-dialect.ts';
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
  /** What the last of the routes leads to; `undefined` where none is configured. */
  readonly gateway: RouteSettings['gateway'];
  /** How many files travel by each route together. */
  readonly places: Places;
  /** What an upload may take by the connector before its end counts as unknown, in milliseconds. */
  readonly connectorMs: number;
}

export interface RoutesOptions {
  readonly clock?: Clock;
  readonly sender?: HttpSender;
  /** Of the product that frames the widget; Desk's where it is absent. */
  readonly dialect?: ConnectorDialect;
}

/**
 * Makes the routes that the administrator's configuration allows: the connector where the product's takes
 * files, then the gateway or the plain OMS where one is configured.
 * @param configuration what `host.readConfiguration()` told: `gatewayurl`, `gatewaykind`, `maxfilemb`,
 *   `blockedendings`, `connectortimeout`, `connectoratonce`, `gatewayatonce`
 */
export function createRoutes(
  host: Host,
  configuration: ReadonlyMap<string, string>,
  { clock = systemClock, sender = createXhrSender({ clock }), dialect = deskDialect }: RoutesOptions = {},
): Routes {
  const { settings, problems } = readConfiguration(configuration, productLimits[host.product]);
  const { gateway, blockedEndings, connectorMs } = settings;
  const places = createPlaces(settings.atOnce);
  const timing = { baseMs: connectorMs };
  const connector = createConnectorRoute({ host, limits: settings.connectorLimits, dialect, timing, clock });
  const takesFiles = host.takesFiles ?? true;
  const made = { places, connectorMs, gateway };
  if (!gateway) {
    return { ...made, routes: [connector], problems: takesFiles ? problems : [...problems, noWay(dialect)] };
  }
  const createFallback = gateway.kind === 'oms' ? createOmsRoute : createGatewayRoute;
  const fallback = createFallback({ host, baseUrl: gateway.baseUrl, blockedEndings, sender, clock });
  return { ...made, routes: takesFiles ? [connector, fallback] : [fallback], problems };
}

function noWay({ service }: ConnectorDialect): ConfigurationProblem {
  return { parameter: 'gatewayurl', message: `this ${service} takes files through a gateway only: set its address` };
}
