/** Data centres of CRM and Bigin, by the ending of their accounts server (`accounts.zoho.eu`), with their API hosts. */
const apiHosts = {
  com: 'www.zohoapis.com',
  eu: 'www.zohoapis.eu',
  in: 'www.zohoapis.in',
  'com.au': 'www.zohoapis.com.au',
  'com.cn': 'www.zohoapis.com.cn',
  jp: 'www.zohoapis.jp',
  sa: 'www.zohoapis.sa',
  ca: 'www.zohoapis.ca',
} as const;

export type RecordsDataCentre = keyof typeof apiHosts;
export const recordsDataCentres = [
  'com',
  'eu',
  'in',
  'com.au',
  'com.cn',
  'jp',
  'sa',
  'ca',
] as const satisfies readonly RecordsDataCentre[];

/** Every address that CRM and Bigin have. */
export const apiOrigins: readonly string[] = Object.values(apiHosts).map((host) => `https://${host}`);

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
  return baseUrl ?? `https://${apiHosts[dataCentre]}`;
}
