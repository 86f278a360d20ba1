import { crmLimits } from '../../../contract/limits.ts';
import type { DestinationParts } from '../destination.ts';
import type { RecordsProduct } from './product.ts';
import { createZohoRecords, type ZohoRecords, type ZohoRecordsSettings } from './zoho-records.ts';

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

/** Zoho CRM: files and links on the records of any module that takes them. */
export function createZohoCrm(settings: ZohoRecordsSettings, parts?: DestinationParts): ZohoRecords {
  return createZohoRecords(crm, settings, parts);
}
