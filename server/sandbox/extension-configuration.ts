import type { Switches } from './browser/page-contract.ts';
import { brokenSecrets, gatewayClient, gatewaySecrets } from './gateway-configuration.ts';
import type { Manifest } from './manifest.ts';
import { fillParameters, type Parameters } from './parameters.ts';
import { sandboxOmsClient } from './services/credentials.ts';

/** The extension as the sandbox's administrator has configured it. */
export interface ExtensionConfiguration {
  /**
   * The parameters in force. The secret decides which of the gateway's clients asks for a pass, and so which
   * destination takes the files.
   */
  parameters(switches: Pick<Switches, 'destination' | 'installation'>): Parameters;
  /** The origin of what the widget falls back to: a real installation's manifest lists it. */
  readonly fallbackOrigin: string;
}

export interface ExtensionConfigurationOptions {
  readonly gatewayUrl: string;
  /** A plain OMS to fall back to in place of the gateway. */
  readonly omsUrl: string | undefined;
  /** What differs from the sandbox's own values. */
  readonly configuration: Readonly<Record<string, string>>;
}

/** @throws Error where a parameter is configured that the manifest does not have */
export function configureExtension(
  manifest: Manifest,
  { gatewayUrl, omsUrl, configuration }: ExtensionConfigurationOptions,
): ExtensionConfiguration {
  // The gateway speaks the contract of OMS as well: one can be tried in the place of the other.
  const { apikey, token, email } = omsUrl === undefined ? gatewayClient : sandboxOmsClient;
  const fallback = omsUrl === undefined ? { gatewayurl: gatewayUrl } : { gatewayurl: omsUrl, gatewaykind: 'oms' };
  const account = { omsapikey: apikey, omstoken: token, omsemail: email };
  const parameters: ExtensionConfiguration['parameters'] = (switches) =>
    fillParameters(manifest, {
      ...fallback,
      ...account,
      gatewaysecret: secretOf(switches),
      ...configuration,
    });
  const configured = parameters({ destination: 'oms', installation: 'right' }).get('gatewayurl') ?? '';
  return { parameters, fallbackOrigin: new URL(URL.canParse(configured) ? configured : gatewayUrl).origin };
}

function secretOf({ destination, installation }: Pick<Switches, 'destination' | 'installation'>): string {
  switch (installation) {
    case 'secret-missing':
      return '';
    case 'secret-wrong':
      return 'not the secret of any client';
    case 'client-blocked':
    case 'destination-locked':
      return brokenSecrets[installation];
    default:
      return gatewaySecrets[destination];
  }
}
