import * as z from 'zod';
import { biginLimits } from '../../../contract/limits.ts';
import { oneOf } from '../configuration-fields.ts';
import type { DestinationParts } from '../destination.ts';
import type { RecordsProduct } from './product.ts';
import { createZohoRecords, recordsFields, type ZohoRecords, type ZohoRecordsSettings } from './zoho-records.ts';

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

/** What the gateway's configuration says of a Bigin. */
export const BiginConfiguration = z.strictObject({
  ...recordsFields,
  kind: z.literal('bigin'),
  module: oneOf(bigin.modules),
});

/** Bigin: files and links on its records. */
export function createBigin(settings: ZohoRecordsSettings, parts?: DestinationParts): ZohoRecords {
  return createZohoRecords(bigin, settings, parts);
}
