/** Zoho's data centres, by the ending of their hosts: `desk.zoho.` or, in Canada, `desk.zohocloud.` and this. */
export const dataCentres = ['com', 'eu', 'in', 'com.au', 'jp', 'com.cn', 'sa', 'sg', 'ae', 'ca'] as const;
export type DataCentre = (typeof dataCentres)[number];

/** `https://desk.zoho.eu` and the like. */
export function deskOrigin(dataCentre: DataCentre): string {
  return dataCentre === 'ca' ? 'https://desk.zohocloud.ca' : `https://desk.zoho.${dataCentre}`;
}

/** `https://accounts.zoho.eu` and the like: where OAuth tokens are refreshed. */
export function accountsOrigin(dataCentre: DataCentre): string {
  return dataCentre === 'ca' ? 'https://accounts.zohocloud.ca' : `https://accounts.zoho.${dataCentre}`;
}
