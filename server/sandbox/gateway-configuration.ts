import { omsPaths } from '../../contract/oms.ts';
import { type Configuration, ConfigurationSchema } from '../gateway/configuration-schema.ts';
import type { RecordsPageProduct, Switches } from './browser/page-contract.ts';
import { sandboxOAuth, sandboxOmsClient, sandboxOrgId } from './services/credentials.ts';

/** Made up for the sandbox, and of no use anywhere else: the widget's secret for each destination of the gateway. */
export const gatewaySecrets: Readonly<Record<Switches['destination'] | RecordsPageProduct, string>> = {
  oms: 'sandbox-gateway-secret-for-oms-not-real',
  desk: 'sandbox-gateway-secret-for-desk-not-real',
  crm: 'sandbox-gateway-secret-for-crm-not-real',
  bigin: 'sandbox-gateway-secret-for-bigin-not-real',
};

/** Made up as well: the secrets of a client that the gateway has blocked, and of one whose destination is locked. */
export const brokenSecrets = {
  'client-blocked': 'sandbox-gateway-secret-of-a-blocked-client',
  'destination-locked': 'sandbox-gateway-secret-for-a-locked-destination',
} as const;

/** Made up as well: the client for calls by hand. */
export const gatewayClient = {
  apikey: 'sandbox-gateway-apikey-not-real',
  token: 'sandbox-gateway-token-not-real',
  email: 'you@example.com',
} as const;

export interface GatewayAddresses {
  readonly frameOrigin: string;
  /** Where callers find the gateway: the download URLs that it gives out lead there. */
  readonly publicUrl: string;
  readonly deskUrl: string;
  readonly accountsUrl: string;
  readonly omsUrl: string;
  readonly crmUrl: string;
  readonly biginUrl: string;
}

/**
 * The gateway's configuration in the sandbox: each destination that a ticket or a record on a page can be in, with a
 * client of the widget (which one a pass comes from is decided by the secret that Zoho's servers put in), one for calls
 * by hand, and two that do not work.
 */
export function gatewayConfiguration(addresses: GatewayAddresses): Configuration {
  const { frameOrigin, publicUrl, deskUrl, accountsUrl, omsUrl, crmUrl, biginUrl } = addresses;
  const { apikey, token, email } = sandboxOmsClient;
  const widget = (id: number, destination: keyof typeof gatewaySecrets) => ({
    id,
    secret: gatewaySecrets[destination],
    destination,
    scopes: ['attachments:read', 'attachments:write', 'attachments:delete'],
  });
  const desk = {
    kind: 'zoho-desk',
    dataCentre: 'com',
    baseUrl: deskUrl,
    accountsUrl,
    orgId: sandboxOrgId,
    ...sandboxOAuth,
    chamadoField: 'cf_chamado_id',
  };
  const records = { dataCentre: 'com', accountsUrl, ...sandboxOAuth };
  return ConfigurationSchema.parse({
    publicUrl,
    listen: { host: '127.0.0.1', port: 0 },
    allowedOrigins: [frameOrigin],
    signingKey: 'sandbox-signing-key-of-no-use-anywhere-else',
    clients: [
      widget(100, 'oms'),
      widget(101, 'desk'),
      { id: 102, ...gatewayClient, destination: 'oms' },
      { id: 103, secret: brokenSecrets['client-blocked'], blocked: true, destination: 'oms' },
      { id: 104, secret: brokenSecrets['destination-locked'], destination: 'locked' },
      widget(105, 'crm'),
      widget(106, 'bigin'),
    ],
    destinations: {
      oms: { kind: 'oms', baseUrl: omsUrl, apikey, token, email },
      desk,
      locked: { ...desk, refreshToken: 'sandbox-refresh-token-that-was-revoked' },
      crm: { kind: 'zoho-crm', module: 'Cases', customModules: ['Site_Visits'], baseUrl: crmUrl, ...records },
      bigin: { kind: 'bigin', module: 'Pipelines', baseUrl: biginUrl, ...records },
    },
  });
}

/** Two commands that put a small text file on ticket 10321. */
export function gatewayCurl(gatewayUrl: string): string {
  const json = (value: unknown): string => `-H 'content-type: application/json' -d '${JSON.stringify(value)}'`;
  return [
    `AUTH=$(curl -s ${gatewayUrl}${omsPaths.auth} ${json(gatewayClient)} | sed 's/.*"auth":"\\([^"]*\\)".*/\\1/')`,
    `echo Hello | curl -s ${gatewayUrl}${omsPaths.put} -F auth=$AUTH -F ticket_number=10321 -F 'attachments=@-;filename=hello.txt;type=text/plain'`,
  ].join('\n');
}
