import {
  type RecordsPageData,
  type RecordsPageProduct,
  recordsPageProducts,
  type Switches,
} from './browser/page-contract.ts';
import { createEmbeddedServers, type EmbeddedServers } from './embedded-servers.ts';
import { gatewayCurl, gatewaySecrets } from './gateway-configuration.ts';
import type { ManifestWidget } from './manifest.ts';
import { sandboxOrgId } from './services/credentials.ts';
import { biginRecords, crmRecords } from './services/crm/records.ts';
import { deskPeople } from './services/people.ts';
import type { Services } from './services/services.ts';

/** A page that shows the records of CRM or Bigin, and Zoho's servers behind it. */
export interface RecordsPage {
  readonly data: RecordsPageData;
  readonly servers: EmbeddedServers;
}

export type RecordsPages = Readonly<Record<RecordsPageProduct, RecordsPage>>;

export interface RecordsPagesOptions {
  /** The widget, as Desk's manifest names it. */
  readonly widget: ManifestWidget;
  readonly frameOrigin: string;
  readonly gatewayUrl: string;
  /** Locale codes of the extension. */
  readonly languages: readonly string[];
  /** What the administrator has configured beside the gateway, by the parameter's name. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly services: Services;
  switches(): Switches;
}

const recordsOf = { crm: crmRecords, bigin: biginRecords } as const;

const names = { crm: 'Zoho CRM', bigin: 'Bigin' } as const;

export function createRecordsPages(options: RecordsPagesOptions): RecordsPages {
  const pages = recordsPageProducts.map((product) => [product, createPage(product, options)] as const);
  const { crm, bigin } = Object.fromEntries(pages);
  if (!crm || !bigin) throw new Error('A page is missing');
  return { crm, bigin };
}

function createPage(product: RecordsPageProduct, options: RecordsPagesOptions): RecordsPage {
  const { widget, services, gatewayUrl } = options;
  const { id, firstName, lastName, email } = deskPeople.agent;
  const userName = `${firstName} ${lastName}`;
  const parameters = Object.entries({ gatewayurl: gatewayUrl, ...options.configuration });
  const variables = new Map(parameters.map(([name, value]) => [`anexo_${name}`, value]));
  return {
    data: {
      product,
      productName: names[product],
      extensionName: widget.name,
      frameUrl: `${options.frameOrigin}${widget.url}?product=${product}`,
      userName,
      records: recordsOf[product],
      languages: options.languages,
      curl: gatewayCurl(gatewayUrl),
    },
    servers: createEmbeddedServers({
      product,
      serviceUrl: product === 'crm' ? services.crmUrl : services.biginUrl,
      token: services.connectorToken,
      gatewaySecret: gatewaySecrets[product],
      gatewayOrigin: new URL(gatewayUrl).origin,
      variables: () => variables,
      user: { id, full_name: userName, email },
      organisation: { id: sandboxOrgId, company_name: 'Lumen & Filho' },
      switches: options.switches,
      wait: services.world.wait,
    }),
  };
}
