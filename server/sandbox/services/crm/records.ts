/** A record of the CRM or Bigin stand-in. */
export interface CrmRecord {
  /** Eighteen or nineteen digits: more than a JavaScript number holds. */
  readonly id: string;
  /** The module's API name. */
  readonly module: string;
  readonly name: string;
}

/** What is in CRM when the sandbox starts. */
export const crmRecords: readonly CrmRecord[] = [
  { id: '738964000002118101', module: 'Cases', name: 'Two of six boxes arrived crushed' },
  { id: '738964000002118117', module: 'Cases', name: 'Nota fiscal com endereço errado' },
  { id: '738964000001745020', module: 'Leads', name: 'Maya Lindqvist' },
  { id: '738964000001745033', module: 'Deals', name: 'Fjord & Pine Interiors, spring order' },
  { id: '738964000001745046', module: 'Price_Books', name: 'Retail 2026' },
  { id: '738964000001745059', module: 'Site_Visits', name: 'Warehouse, gate 4' },
];

/** What is in Bigin when the sandbox starts. */
export const biginRecords: readonly CrmRecord[] = [
  { id: '2034020000000489124', module: 'Pipelines', name: 'Showroom lighting' },
  { id: '2034020000000489137', module: 'Pipelines', name: 'Iluminação da loja' },
  { id: '2034020000000457118', module: 'Contacts', name: 'Maya Lindqvist' },
  { id: '2034020000000457131', module: 'Accounts', name: 'Fjord & Pine Interiors' },
];
