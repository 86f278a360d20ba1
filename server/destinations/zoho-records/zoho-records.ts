import * as z from 'zod';
import { accountsOrigin } from '../../../contract/desk.ts';
import type { Limits } from '../../../contract/limits.ts';
import { address, commonFields, oneOf, zohoFields } from '../configuration-fields.ts';
import { contentFrom } from '../content.ts';
import type { Call, Capable, DestinationParts, Failed, TicketFinding, UploadEnd } from '../destination.ts';
import type { HttpBody } from '../http-client.ts';
import { readLink } from '../link.ts';
import { multipartBody, multipartForm } from '../multipart-body.ts';
import { withBytesOf } from '../openings.ts';
import { absentOr, findListed, listNewest } from '../paging.ts';
import { createZohoApi, type ZohoCall, type ZohoEnd } from '../zoho-api.ts';
import type { ZohoCredentials } from '../zoho-token.ts';
import { apiOrigins, baseUrlFor, type RecordsDataCentre, recordsDataCentres } from './api-domain.ts';
import { type RecordsProduct, readRecord } from './product.ts';
import { failureOfRecords, readFault } from './records-failure.ts';
import { pageQuery, readRecordsPage } from './records-list.ts';

export interface ZohoRecordsSettings extends ZohoCredentials {
  readonly dataCentre: RecordsDataCentre;
  /** API name of the module that a reference without a module means. */
  readonly module: string;
  /** API names of modules that the organisation has made itself. */
  readonly customModules?: readonly string[] | undefined;
  /** Instead of the data centre's own addresses, such as those of a stand-in. */
  readonly baseUrl?: string | undefined;
  readonly accountsUrl?: string | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** The longest silence of the service before a call is given up, in milliseconds. */
  readonly silenceMs: number;
  /** How many calls in flight the organisation may have. */
  readonly concurrentCalls?: number | undefined;
}

/** What the gateway's configuration says of CRM and Bigin alike. */
export const recordsFields = {
  ...commonFields,
  ...zohoFields,
  dataCentre: oneOf(recordsDataCentres),
  baseUrl: address('https://www.zohoapis.com').optional(),
};

const can = ['list', 'read', 'content', 'remove', 'uploadLink'] as const;
export type ZohoRecords = Capable<(typeof can)[number]>;

/** A stored or deleted attachment. */
const Done = z.object({
  data: z.tuple([z.object({ code: z.literal('SUCCESS'), details: z.object({ id: z.string().min(1) }) })]),
});

const operations = { GET: 'READ', POST: 'CREATE', PUT: 'CREATE', PATCH: 'CREATE', DELETE: 'DELETE' } as const;

/** The attachments of CRM's and Bigin's records over their REST interface, version 2. */
export function createZohoRecords(
  product: RecordsProduct,
  settings: ZohoRecordsSettings,
  parts: DestinationParts = {},
): ZohoRecords {
  const { name } = product;
  const { baseUrl, dataCentre } = settings;
  const accountsUrl = settings.accountsUrl ?? accountsOrigin(dataCentre);
  const limits: Limits = { ...product.limits, ...settings.limits };
  const modules = [...new Set([...product.modules, settings.module, ...(settings.customModules ?? [])])];
  const api = createZohoApi(
    {
      service: name,
      credentials: settings,
      accountsUrl,
      addresses: [...apiOrigins, ...(baseUrl === undefined ? [] : [baseUrl])],
      baseUrl: (apiDomain) => `${baseUrlFor(apiDomain, dataCentre, baseUrl)}${product.basePath}`,
      failureOf: (answer, method) => failureOfRecords(answer, { product, operation: operations[method] }),
      isFailure: (body) => readFault(body) !== undefined,
      silenceMs: settings.silenceMs,
      // The organisation's id is not known here, but that of its credentials is.
      organisation: [product.kind, accountsUrl, settings.clientId, settings.refreshToken],
      concurrentCalls: settings.concurrentCalls,
    },
    parts,
  );

  function findRecord(reference: string): TicketFinding {
    const reading = readRecord(reference, { ...product, modules, defaultModule: settings.module });
    if (reading.kind === 'no-record') return { kind: 'not-found' };
    if (reading.kind === 'record') {
      const ticketId = `${reading.module}:${reading.id}`;
      return { kind: 'found', ticketId, named: ticketId };
    }
    const message = `${name} has no module ${reading.module} that takes attachments: use one of ${modules.join(', ')}`;
    return { kind: 'failed', outcome: { kind: 'refused', reason: 'invalid', message } };
  }

  /** Where the record's attachments are, or one of them. Ids are digits: anything else could lead to another call. */
  function at(ticketId: string, attachmentId?: string): { readonly kind: 'path'; readonly path: string } | Failed {
    const finding = findRecord(ticketId);
    if (finding.kind === 'failed') return finding;
    const good = attachmentId === undefined || /^\d{1,32}$/.test(attachmentId);
    if (finding.kind === 'not-found' || !good) return { kind: 'failed', outcome: unknownId };
    const steps = ['', ...finding.ticketId.split(':'), 'Attachments', ...(attachmentId ? [attachmentId] : [])];
    return { kind: 'path', path: steps.join('/') };
  }

  async function call(ticketId: string, rest: Omit<ZohoCall, 'path'>, attachmentId?: string): Promise<ZohoEnd> {
    const place = at(ticketId, attachmentId);
    return place.kind === 'failed' ? place : api.call({ ...rest, path: place.path });
  }

  async function send(ticketId: string, body: () => HttpBody | undefined, by: Call): Promise<UploadEnd> {
    const end = await call(ticketId, { method: 'POST', body, ...by });
    if (end.kind === 'failed') return end.outcome;
    const done = Done.safeParse(end.body);
    return done.success
      ? { kind: 'delivered', attachmentId: done.data.data[0].details.id }
      : {
          kind: 'unknown',
          message: `${name} took the call, but did not say that it stored anything`,
          status: end.status,
        };
  }

  const readPage = (ticketId: string, by: Call) => async (number: number) =>
    readRecordsPage(await call(ticketId, { method: 'GET', query: pageQuery(number), ...by }), name);

  return {
    kind: product.kind,
    limits,
    can: new Set(can),
    checkAccess: () => api.checkAccess(),
    clockAheadMs: api.clockAheadMs,

    findTicket: ({ zoho_id }) => Promise.resolve(zoho_id ? findRecord(zoho_id) : { kind: 'not-found' }),

    upload: (ticketId, file, call) =>
      withBytesOf(file, (open) => {
        const body = (): HttpBody | undefined => {
          const stream = open();
          return stream && multipartBody('file', file, stream);
        };
        return send(ticketId, body, call);
      }),

    async uploadLink(ticketId, link, call) {
      const attachmentUrl = readLink(link);
      return attachmentUrl === undefined ? noLink : send(ticketId, () => multipartForm({ attachmentUrl }), call);
    },

    list: (ticketId, page, call) => listNewest(readPage(ticketId, call), page),

    /** There is no call for what is known of a single attachment. */
    async read(ticketId, attachmentId, call) {
      const found = await findListed(readPage(ticketId, call), attachmentId);
      return found.kind === 'found' ? { kind: 'found', attachment: found.item } : found;
    },

    async content(ticketId, attachmentId, by) {
      const place = at(ticketId, attachmentId);
      if (place.kind === 'failed') return absentOr(place);
      const end = await api.download({ method: 'GET', path: place.path, ...by });
      if (end.kind === 'failed') return absentOr(end);
      if (end.kind === 'answer') return { kind: 'not-found' };
      if (end.headers['content-disposition'] !== undefined) return contentFrom(end);
      // An error, as for a link, may come with a status of success: no file is without its name.
      end.stream.destroy();
      return { kind: 'failed', outcome: { kind: 'unavailable', message: `${name} gave no file` } };
    },

    async remove(ticketId, attachmentId, by) {
      const end = await call(ticketId, { method: 'DELETE', ...by }, attachmentId);
      if (end.kind === 'failed') return absentOr(end);
      if (Done.safeParse(end.body).success) return { kind: 'removed' };
      return { kind: 'failed', outcome: { kind: 'unknown', message: `${name} did not say that it deleted anything` } };
    },
  };
}

const unknownId = { kind: 'refused', reason: 'ticket-not-found', message: 'Nothing has such an id' } as const;

const noLink = {
  kind: 'refused',
  reason: 'invalid',
  message: 'The link is not one of the web: it must begin with https:// or http://',
} as const;
