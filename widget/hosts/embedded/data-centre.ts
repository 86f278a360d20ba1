import { type DataCentre, dataCentres } from '../../../contract/data-centre.ts';

/** The data centre of the page around the widget, such as `https://crm.zoho.eu`; `com` where its host tells nothing. */
export function dataCentreOf(serviceOrigin: unknown): DataCentre {
  const host = typeof serviceOrigin === 'string' && URL.canParse(serviceOrigin) ? new URL(serviceOrigin).hostname : '';
  if (host.endsWith('.zohocloud.ca')) return 'ca';
  return dataCentres.find((one) => host.endsWith(`.zoho.${one}`)) ?? 'com';
}
