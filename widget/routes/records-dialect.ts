import type { Outcome, RefusalReason } from '../../contract/outcome.ts';
import { type RecordsAttachment, RecordsAttachmentList, RecordsResult, recordsOrigin } from '../../contract/records.ts';
import type { TicketFile } from '../attachments/ticket-attachments.ts';
import type { ServiceAnswer } from '../hosts/host.ts';
import { own } from '../hosts/records.ts';
import type { ConnectorDialect } from './connector-dialect.ts';

/** Zoho CRM or Bigin: for attachments their interfaces are one. A ticket is a record, named `Module:id`. */
export function createRecordsDialect(product: 'crm' | 'bigin'): ConnectorDialect {
  const isCrm = product === 'crm';
  const service = isCrm ? 'CRM' : 'Bigin';
  return {
    service,
    destination: isCrm ? 'zoho-crm' : 'bigin',
    namesOrganisation: false,
    attachmentsUrl(dataCentre, ticketId) {
      const path = ticketId.split(':').map(encodeURIComponent).join('/');
      return `${recordsOrigin(dataCentre)}/${product}/v2/${path}/Attachments`;
    },
    uploadQuery: '',
    perPage: 200,
    newestFirst: false,
    listQuery: ({ skip, limit }) => ({ page: String(Math.floor(skip / limit) + 1), per_page: String(limit) }),
    readList({ status, body }, { limit }) {
      if (status === 204) return { files: [], more: false };
      const listed = RecordsAttachmentList.safeParse(body).data;
      return (
        listed && {
          files: listed.data.map(fileOf).sort((one, other) => timeOf(other) - timeOf(one)),
          more: listed.info?.more_records ?? listed.data.length === limit,
        }
      );
    },
    outcomeOf: (answer) => outcomeOf(answer, service),
    isDone: (answer) => outcomeOf(answer, service).kind === 'delivered',
  };
}

/** Who sees a record sees its files: neither product knows of any that customers see. */
function fileOf(given: RecordsAttachment): TicketFile {
  const { id, File_Name, Size = 0, Created_Time = '', Created_By, $link_url: url } = given;
  const link = url && /^https?:/i.test(url) && URL.canParse(url) ? url : undefined;
  return {
    id,
    name: File_Name ?? link ?? '',
    size: Size,
    createdTime: Created_Time,
    isPublic: undefined,
    creator: Created_By?.name,
    link,
  };
}

function timeOf({ createdTime }: TicketFile): number {
  return Date.parse(createdTime) || 0;
}

function outcomeOf({ status, body }: ServiceAnswer, service: string): Outcome {
  const data = own(body, 'data');
  const result = RecordsResult.safeParse(Array.isArray(data) ? data[0] : body).data;
  if (result?.code === 'SUCCESS') {
    const id = result.details?.id;
    return { kind: 'delivered', ...(id && { attachmentId: id }) };
  }
  const message = result?.message || `${service} did not say if it stored the file`;
  const detail = { message, ...(status !== undefined && { status }), ...(result && { code: result.code }) };
  if (!result) return { kind: status === 401 || status === 403 ? 'unauthorized' : 'unknown', ...detail };
  const kind = kinds[result.code];
  // Any other code may be that of something which every object has, such as `constructor`.
  return typeof kind === 'string'
    ? { kind, ...detail }
    : { kind: 'refused', reason: reasonOf(result.code, message), ...detail };
}

/** What a code means for an upload; all others refuse the file. */
const kinds: { readonly [code: string]: 'unauthorized' | 'busy' | 'unavailable' | 'unknown' | undefined } = {
  INVALID_TOKEN: 'unauthorized',
  AUTHENTICATION_FAILURE: 'unauthorized',
  OAUTH_SCOPE_MISMATCH: 'unauthorized',
  NO_PERMISSION: 'unauthorized',
  AUTHORIZATION_FAILED: 'unauthorized',
  TOO_MANY_REQUESTS: 'busy',
  INVALID_URL_PATTERN: 'unavailable',
  INVALID_REQUEST_METHOD: 'unavailable',
  INTERNAL_ERROR: 'unknown',
};

function reasonOf(code: string, message: string): RefusalReason {
  if (code === 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE') return 'too-large';
  if (code !== 'INVALID_DATA') return 'invalid';
  if (/file type/i.test(message)) return 'type';
  if (/\bname\b/i.test(message)) return 'name';
  return /\bid\b/i.test(message) ? 'ticket-not-found' : 'invalid';
}
