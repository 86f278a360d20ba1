import * as z from 'zod';
import { crmLimits } from '../../../contract/limits.ts';
import { fault, textLike } from '../configuration-fields.ts';
import type { DestinationParts } from '../destination.ts';
import type { RecordsProduct } from './product.ts';
import { createZohoRecords, recordsFields, type ZohoRecords, type ZohoRecordsSettings } from './zoho-records.ts';

/** Zoho CRM, version 2 (seed 001). */
export const crm: RecordsProduct = {
  kind: 'zoho-crm',
  name: 'CRM',
  basePath: '/crm/v2',
  scopePrefix: 'ZohoCRM',
  modules: [
    'Leads',
    'Accounts',
    'Contacts',
    'Deals',
    'Campaigns',
    'Tasks',
    'Cases',
    'Events',
    'Solutions',
    'Products',
    'Vendors',
    'Price_Books',
    'Quotes',
    'Sales_Orders',
    'Purchase_Orders',
    'Invoices',
    'Notes',
  ],
  otherNames: {},
  limits: crmLimits,
};

const moduleName = textLike(/^[A-Za-z]\w{0,99}$/, 'the API name of a module');

/** What the gateway's configuration says of a Zoho CRM. */
export const ZohoCrmConfiguration = z.strictObject({
  ...recordsFields,
  kind: z.literal('zoho-crm'),
  module: moduleName,
  customModules: z.array(moduleName, { error: fault('a list of API names of modules') }).optional(),
});

/** Zoho CRM: files and links on the records of any module that takes them. */
export function createZohoCrm(settings: ZohoRecordsSettings, parts?: DestinationParts): ZohoRecords {
  return createZohoRecords(crm, settings, parts);
}
