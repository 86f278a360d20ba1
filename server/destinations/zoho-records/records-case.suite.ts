import { sandboxOAuth } from '../../sandbox/services/credentials.ts';
import type { CrmRecord } from '../../sandbox/services/crm/records.ts';
import type { DestinationParts } from '../destination.ts';
import { type DestinationCase, longSilence } from '../suite-setting.suite.ts';
import type { ZohoRecords, ZohoRecordsSettings } from './zoho-records.ts';

export const loginPath = '/oauth/v2/token';

/** Settings for the stand-in of CRM or Bigin. @param address base address of the stand-ins */
export function settingsFor(address: string, service: 'crm' | 'bigin', record: CrmRecord): ZohoRecordsSettings {
  return {
    ...sandboxOAuth,
    dataCentre: 'com',
    module: record.module,
    baseUrl: `${address}/${service}`,
    accountsUrl: `${address}/accounts`,
    silenceMs: longSilence,
  };
}

/** CRM and Bigin as the suite of all destinations sees them. @param record one of the stand-in's */
export function recordsCase(
  service: 'crm' | 'bigin',
  record: CrmRecord,
  create: (settings: ZohoRecordsSettings, parts: DestinationParts) => ZohoRecords,
): DestinationCase {
  return {
    service,
    uploadPath: '/Attachments$',
    login: { service: 'accounts', path: loginPath },
    open: (address, { silenceMs, limits, wrongSecret, ...parts }) =>
      create(
        {
          ...settingsFor(address, service, record),
          silenceMs,
          limits,
          ...(wrongSecret && { refreshToken: '1000.wrong' }),
        },
        parts,
      ),
    ticket: () => record.id,
    references: () => [
      { zoho_id: record.id },
      { zoho_id: `${record.module}:${record.id}` },
      { zoho_id: `${record.module.toLowerCase()}:${record.id}`, ticket_number: '10321' },
    ],
    nobody: { zoho_id: 'no id', ticket_number: '999999', chamado_id: '999999' },
    unknownTicket: { zoho_id: '999000000000000001' },
    unknownAttachment: '999000000000000002',
    refused: { size: 10, name: 'setup.exe', mimeType: 'application/pdf', words: 'invalid file type' },
  };
}
