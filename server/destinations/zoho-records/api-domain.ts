import type { DataCentre } from '../../../contract/data-centre.ts';
import { recordsOrigin } from '../../../contract/records.ts';

/** Data centres of CRM and Bigin, by the ending of their accounts server (`accounts.zoho.eu`). */
export const recordsDataCentres = [
  'com',
  'eu',
  'in',
  'com.au',
  'com.cn',
  'jp',
  'sa',
  'ca',
] as const satisfies readonly DataCentre[];
export type RecordsDataCentre = (typeof recordsDataCentres)[number];

/** Every address that CRM and Bigin have. */
export const apiOrigins: readonly string[] = recordsDataCentres.map(recordsOrigin);

/**
 * Where to call. The token's answer says where the organisation lives, and is believed where it names one of Zoho's own
 * hosts; only an address of the configuration that is none of Zoho's, such as a stand-in's, goes before it.
 * @param apiDomain as in the token's answer
 * @param baseUrl as configured
 */
export function baseUrlFor(
  apiDomain: string | undefined,
  dataCentre: RecordsDataCentre,
  baseUrl: string | undefined,
): string {
  if (baseUrl !== undefined && !apiOrigins.includes(baseUrl)) return baseUrl;
  const told = apiDomain !== undefined && URL.canParse(apiDomain) ? new URL(apiDomain).origin : undefined;
  if (told !== undefined && apiOrigins.includes(told)) return told;
  return baseUrl ?? recordsOrigin(dataCentre);
}
