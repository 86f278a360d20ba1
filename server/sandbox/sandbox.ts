import { join } from 'node:path';
import type { Configuration } from '../gateway/configuration-schema.ts';
import { type RunningGateway, startGateway } from '../gateway/gateway.ts';
import type { Switches } from './browser/page-contract.ts';
import { configureExtension } from './extension-configuration.ts';
import { type FrameServer, startFrameServer } from './frame-server.ts';
import { gatewayConfiguration } from './gateway-configuration.ts';
import { type GatewayFront, startGatewayFront } from './gateway-front.ts';
import { readManifest, rightPanelWidget } from './manifest.ts';
import { createPageData, readTexts } from './page-data.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { findProjectRoot } from './project.ts';
import { createRecordsPages } from './records-pages.ts';
import { type Services, startServices } from './services/services.ts';
import { createSwitchBoard, type SwitchBoard } from './switches.ts';
import { createZohoServers } from './zoho-servers.ts';

/** Where the sandbox's servers listen on 127.0.0.1; 0 takes any port that is free. */
export interface SandboxPorts {
  readonly page: number;
  readonly gateway: number;
  readonly frame: number;
  readonly services: number;
}

export const defaultPorts: SandboxPorts = { page: 5080, gateway: 5081, frame: 5082, services: 5083 };

/** For more than one sandbox at a time. */
export const freePorts: SandboxPorts = { page: 0, gateway: 0, frame: 0, services: 0 };

export interface SandboxOptions {
  readonly ports?: SandboxPorts;
  /** Where to keep uploaded files; in memory where it is absent. */
  readonly folder?: string;
  /** What is served as `/app/`: the project's own `app/` where it is absent. */
  readonly appFolder?: string;
  /** What the widget falls back to: the gateway (where it is absent), or the stand-in of OMS, called by itself. */
  readonly fallback?: 'gateway' | 'oms';
  /** Values of the extension's parameters that differ from the sandbox's own. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Serves the widget from its source, with hot reload. */
  readonly dev?: boolean;
  /** Leaves Zoho's own SDK in the widget's page: needs the internet. */
  readonly realSdk?: boolean;
  /** The clock of all services: milliseconds since 1970. */
  readonly now?: () => number;
  /** How what is slow waits; resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Starts another gateway than the sandbox's own, such as one in a process of its own, or one with other settings. */
  readonly startGateway?: (configuration: Configuration) => Promise<Pick<RunningGateway, 'url' | 'close'>>;
  /** Where Zoho's servers find Desk, such as behind a line that breaks. @param url of the stand-in */
  readonly deskBehind?: (url: string) => Promise<string>;
}

/** A running sandbox. */
export interface Sandbox {
  /** The ticket page; the pages of CRM and Bigin are at `/crm` and `/bigin` below it. */
  readonly url: string;
  readonly gatewayUrl: string;
  readonly frameOrigin: string;
  readonly services: Services;
  readonly switches: SwitchBoard;
  close(): Promise<void>;
}

/**
 * Starts the ticket page with the widget in it, the stand-ins of the services, and a gateway before them.
 * @throws PortTaken where a port is taken; what had been started is ended again
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    // All at once: what hangs in one part ends with the part that it waits for.
    await Promise.all(started.splice(0).map((part) => part.close()));
  };
  try {
    return { ...(await startParts(options, (part) => void started.push(part))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  options: SandboxOptions,
  keep: (part: { close(): Promise<void> }) => void,
): Promise<Omit<Sandbox, 'close'>> {
  const root = findProjectRoot();
  const ports = options.ports ?? defaultPorts;
  const appFolder = options.appFolder ?? join(root, 'app');
  const scriptFolder = join(root, 'build/server/sandbox/browser');
  const manifest = readManifest(root);

  async function start<Part extends { close(): Promise<void> }>(port: number, starting: Promise<Part>): Promise<Part> {
    const part = await starting.catch((error: unknown) => {
      throw isPortTaken(error) ? new PortTaken(port) : error;
    });
    keep(part);
    return part;
  }

  const { folder, now, wait } = options;
  const world = { ...(folder !== undefined && { folder }), ...(now && { now }), ...(wait && { wait }) };
  const services: Services = await start(ports.services, startServices({ port: ports.services, ...world }));
  const ticketIds = services.tickets.map((ticket) => ticket.id);
  // A plain OMS wants its credentials in the body.
  const differing: Partial<Switches> = options.fallback === 'oms' ? { placeholders: 'body-too' } : {};
  const languages = manifest.locale;
  const switches = createSwitchBoard({ tickets: ticketIds, languages, start: differing });
  const front: GatewayFront = await start(
    ports.gateway,
    startGatewayFront({
      port: ports.gateway,
      switches: switches.get,
      takeFault: (request) => services.faults.take({ service: 'gateway', ...request }),
      wait: services.world.wait,
    }),
  );

  const extension = configureExtension(manifest, {
    gatewayUrl: front.url,
    omsUrl: options.fallback === 'oms' ? services.omsUrl : undefined,
    configuration: options.configuration ?? {},
  });

  /** The manifest's addresses, and the gateway's where the package was made for it. */
  const allowed = (addresses: readonly string[]): readonly string[] =>
    switches.get().installation === 'other-package' ? addresses : [...addresses, extension.fallbackOrigin];

  const frame: FrameServer = await start(
    ports.frame,
    startFrameServer({
      port: ports.frame,
      appFolder,
      browserFolder: scriptFolder,
      realSdk: options.realSdk ?? false,
      // As the manifest of a real installation lists its own gateway.
      connectSources: () => allowed(manifest.cspDomains['connect-src']),
      devRoot: options.dev ? root : undefined,
    }),
  );
  const addresses = { frameOrigin: frame.origin, publicUrl: front.url, ...services };
  const begin = options.startGateway ?? ((made: Configuration) => startGateway(made, { logger: false }));
  const gateway = await begin(gatewayConfiguration(addresses));
  keep(gateway);
  front.leadTo(gateway.url);

  const page: PageServer = await start(
    ports.page,
    startPageServer({
      port: ports.page,
      staticFolder: join(root, 'server/sandbox/browser'),
      scriptFolder,
      frameOrigin: frame.origin,
      page: createPageData({
        manifest,
        parameters: extension.parameters(switches.get()),
        tickets: services.tickets,
        frameOrigin: frame.origin,
        gatewayUrl: front.url,
      }),
      textsIn: (language) => readTexts(appFolder, language),
      recordsPages: createRecordsPages({
        widget: rightPanelWidget(manifest),
        frameOrigin: frame.origin,
        gatewayUrl: front.url,
        languages,
        configuration: options.configuration ?? {},
        services,
        switches: switches.get,
      }),
      switches,
      zohoServers: createZohoServers({
        connectionLinkName: manifest.zohoAuthorisation.connectionLinkName,
        whiteListedDomains: () => allowed(manifest.whiteListedDomains),
        parameters: () => extension.parameters(switches.get()),
        switches: switches.get,
        deskUrl: (await options.deskBehind?.(services.deskUrl)) ?? services.deskUrl,
        connectorToken: services.connectorToken,
        takeFault: (call) => services.faults.take({ service: 'zoho', ...call }),
        wait: services.world.wait,
      }),
      world: services.world,
    }),
  );
  return { url: page.url, gatewayUrl: front.url, frameOrigin: frame.origin, services, switches };
}

/** A port of the sandbox is in use by another program. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is already taken`);
    this.name = 'PortTaken';
    this.port = port;
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
