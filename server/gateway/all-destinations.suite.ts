import { sandboxKayako, sandboxOAuth, sandboxTopTickets } from '../sandbox/services/credentials.ts';
import { configurationFor } from './test-gateway.suite.ts';

/** A configuration as in the file, with the stand-ins of all six services as destinations. */
export function withAllDestinations(address: string): Record<string, unknown> & { destinations: object } {
  const configuration = configurationFor(address);
  const zoho = { dataCentre: 'com', ...sandboxOAuth, accountsUrl: `${address}/accounts` };
  return {
    ...configuration,
    destinations: {
      ...Object(configuration['destinations']),
      crm: { kind: 'zoho-crm', module: 'Cases', baseUrl: `${address}/crm`, ...zoho },
      bigin: { kind: 'bigin', module: 'Pipelines', baseUrl: `${address}/bigin`, ...zoho },
      old: { kind: 'kayako', baseUrl: `${address}/kayako`, staffId: '1', ...sandboxKayako },
      top: { kind: 'toptickets', apiKey: sandboxTopTickets.apiKey, baseUrl: `${address}/toptickets` },
    },
  };
}
