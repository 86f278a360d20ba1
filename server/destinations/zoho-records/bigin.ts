import { biginLimits } from '../../../contract/limits.ts';
import type { DestinationParts } from '../destination.ts';
import type { RecordsProduct } from './product.ts';
import { createZohoRecords, type ZohoRecords, type ZohoRecordsSettings } from './zoho-records.ts';

/** Bigin, version 2 (seed 002). */
export const bigin: RecordsProduct = {
  kind: 'bigin',
  name: 'Bigin',
  basePath: '/bigin/v2',
  scopePrefix: 'ZohoBigin',
  modules: ['Contacts', 'Pipelines', 'Accounts', 'Products', 'Tasks', 'Events', 'Notes'],
  otherNames: { companies: 'Accounts' },
  limits: biginLimits,
};

/** Bigin: files and links on its records. */
export function createBigin(settings: ZohoRecordsSettings, parts?: DestinationParts): ZohoRecords {
  return createZohoRecords(bigin, settings, parts);
}
