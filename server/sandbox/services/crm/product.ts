import type { World } from '../world.ts';
import { biginRecords, type CrmRecord, crmRecords } from './records.ts';

/** What tells CRM's interface from Bigin's: for attachments they are one. */
export interface CrmProduct {
  readonly name: 'crm' | 'bigin';
  /** Path of all its calls. */
  readonly base: '/crm/v2' | '/bigin/v2';
  readonly scopeService: 'ZohoCRM' | 'ZohoBigin';
  /** API names. */
  readonly modules: readonly string[];
  /** Modules that exist, but not for the interface. */
  readonly closedModules: readonly string[];
  /** Modules that the organisation has made itself: they share one scope. */
  readonly customModules: readonly string[];
  readonly records: readonly CrmRecord[];
  /** Minutes from UTC to the organisation's time, in which Zoho writes times. */
  readonly utcOffset: number;
}

export const crmProduct: CrmProduct = {
  name: 'crm',
  base: '/crm/v2',
  scopeService: 'ZohoCRM',
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
  closedModules: ['Documents', 'Projects'],
  customModules: ['Site_Visits'],
  records: crmRecords,
  utcOffset: 0,
};

export const biginProduct: CrmProduct = {
  name: 'bigin',
  base: '/bigin/v2',
  scopeService: 'ZohoBigin',
  modules: ['Contacts', 'Pipelines', 'Accounts', 'Products', 'Tasks', 'Events', 'Notes'],
  closedModules: ['Documents', 'Projects'],
  customModules: [],
  records: biginRecords,
  utcOffset: 330,
};

export function settingsOf(world: World, { name }: CrmProduct) {
  return world.settings.get()[name];
}
