import * as z from 'zod';
import { mimeTypeOf } from '../../contract/check.ts';
import {
  accountsOrigin,
  type DataCentre,
  type DeskAttachment,
  DeskAttachmentList,
  dataCentres,
  deskOrigin,
  outcomeOfDeskFailure,
} from '../../contract/desk.ts';
import { deskLimits, type Limits } from '../../contract/limits.ts';
import { address, commonFields, oneOf, textLike, zohoFields } from './configuration-fields.ts';
import { contentFrom } from './content.ts';
import type { Attachment, Call, Capable, DestinationParts, Page } from './destination.ts';
import { cut, type HttpBody, jsonBody } from './http-client.ts';
import { multipartBody } from './multipart-body.ts';
import { withBytesOf } from './openings.ts';
import { absentOr, findListed, type PageReading } from './paging.ts';
import { createZohoApi, type ZohoCall, type ZohoEnd } from './zoho-api.ts';
import { findDeskTicket } from './zoho-desk-tickets.ts';
import type { ZohoCredentials } from './zoho-token.ts';

export interface ZohoDeskSettings extends ZohoCredentials {
  readonly dataCentre: DataCentre;
  readonly orgId: string;
  /** API name of the custom field that holds the `chamado_id`; without it no ticket is found by that. */
  readonly chamadoField?: string | undefined;
  /** Instead of the data centre's own addresses, such as those of a stand-in. */
  readonly baseUrl?: string | undefined;
  readonly accountsUrl?: string | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** The longest silence of Desk before a call is given up, in milliseconds. */
  readonly silenceMs: number;
  /** How many calls in flight the organisation may have. */
  readonly concurrentCalls?: number | undefined;
}

/** What the gateway's configuration says of a Zoho Desk. */
export const ZohoDeskConfiguration = z.strictObject({
  ...commonFields,
  ...zohoFields,
  kind: z.literal('zoho-desk'),
  dataCentre: oneOf(dataCentres),
  orgId: textLike(/^\d+$/, "the organisation's id, digits, in quotes"),
  chamadoField: textLike(/^cf_\w+$/, 'the API name of a custom field, such as cf_chamado_id').optional(),
  baseUrl: address('https://desk.zoho.com').optional(),
});

const Stored = z.object({ id: z.string().min(1) });

/** Most attachments that Desk lists at once. */
const mostListed = 100;

const can = ['list', 'read', 'content', 'remove', 'setVisibility'] as const;

/** Zoho Desk over its REST interface, version 1, with an OAuth refresh token of the organisation. */
export function createZohoDesk(
  settings: ZohoDeskSettings,
  parts: DestinationParts = {},
): Capable<(typeof can)[number]> {
  const baseUrl = `${settings.baseUrl ?? deskOrigin(settings.dataCentre)}/api/v1/tickets`;
  const api = createZohoApi(
    {
      service: 'Desk',
      credentials: settings,
      accountsUrl: settings.accountsUrl ?? accountsOrigin(settings.dataCentre),
      addresses: [baseUrl],
      baseUrl: () => baseUrl,
      headers: { orgId: settings.orgId },
      failureOf: (answer) => {
        const failure = outcomeOfDeskFailure(answer);
        return 'message' in failure ? { ...failure, message: cut(failure.message) } : failure;
      },
      silenceMs: settings.silenceMs,
      organisation: ['zoho-desk', baseUrl, settings.orgId],
      concurrentCalls: settings.concurrentCalls,
    },
    parts,
  );

  /** @param ids of the ticket and, for one attachment, of that */
  async function call(ids: readonly string[], rest: Omit<ZohoCall, 'path'>): Promise<ZohoEnd> {
    const path = pathOf(ids);
    return path === undefined ? unknownId : api.call({ ...rest, path });
  }

  async function readPage(ticketId: string, page: Page, by: Call): Promise<PageReading<DeskAttachment>> {
    // Desk's documentation does not say whether it counts from 0 or 1: the newest file must be there either way.
    const from = page.offset === 0 ? {} : { from: String(page.offset + 1) };
    const query = { ...from, limit: String(page.limit), sortBy: '-createdTime' };
    const end = await call([ticketId], { method: 'GET', query, ...by });
    if (end.kind === 'failed') return end;
    if (end.status === 204) return { kind: 'page', items: [], more: false };
    const list = DeskAttachmentList.safeParse(end.body);
    if (!list.success) return unexpected;
    const { data } = list.data;
    return { kind: 'page', items: data, more: data.length === page.limit };
  }

  /** Desk has no call for a single attachment. */
  const find = (ticketId: string, id: string, call: Call) =>
    findListed((number) => readPage(ticketId, { offset: number * mostListed, limit: mostListed }, call), id);

  return {
    kind: 'zoho-desk',
    limits: { ...deskLimits, ...settings.limits },
    can: new Set(can),
    checkAccess: () => api.checkAccess(),
    clockAheadMs: api.clockAheadMs,

    findTicket: (reference, call) => findDeskTicket(api, reference, settings.chamadoField, call),

    async upload(ticketId, file, by) {
      const end = await withBytesOf(file, (open) => {
        const body = (): HttpBody | undefined => {
          const stream = open();
          return stream && multipartBody('file', file, stream);
        };
        // As by the connector; what Desk does where nothing is said is not documented.
        return call([ticketId], { method: 'POST', query: { isPublic: 'false' }, body, ...by });
      });
      if (end.kind === 'failed') return end.outcome;
      const stored = Stored.safeParse(end.body);
      return stored.success
        ? { kind: 'delivered', attachmentId: stored.data.id }
        : {
            kind: 'unknown',
            message: 'Desk took the call, but did not say that it stored the file',
            status: end.status,
          };
    },

    async list(ticketId, page, call) {
      const reading = await readPage(ticketId, page, call);
      return reading.kind === 'failed' ? reading : { kind: 'listed', attachments: reading.items.map(describe) };
    },

    async read(ticketId, attachmentId, call) {
      const found = await find(ticketId, attachmentId, call);
      return found.kind === 'found' ? { kind: 'found', attachment: describe(found.item) } : found;
    },

    async content(ticketId, attachmentId, call) {
      const found = await find(ticketId, attachmentId, call);
      if (found.kind !== 'found') return found;
      const { href, name } = found.item;
      // The token goes along: wherever else Desk may point, it is not sent there.
      if (!href?.startsWith(`${baseUrl}/`)) return elsewhere;
      const path = `${href.slice(baseUrl.length)}/content`;
      const end = await api.download({ method: 'GET', path, ...call });
      if (end.kind === 'failed') return absentOr(end);
      if (end.kind !== 'content') return { kind: 'not-found' };
      return contentFrom(end, mimeTypeOf({ name, mimeType: '', head: undefined }));
    },

    async remove(ticketId, attachmentId, by) {
      const end = await call([ticketId, attachmentId], { method: 'DELETE', ...by });
      return end.kind === 'failed' ? absentOr(end) : { kind: 'removed' };
    },

    async setVisibility(ticketId, attachmentId, isPublic, by) {
      const body = (): HttpBody => jsonBody({ isPublic });
      const end = await call([ticketId, attachmentId], { method: 'PATCH', body, ...by });
      return end.kind === 'failed' ? absentOr(end) : { kind: 'changed' };
    },
  };
}

/** Ids are digits: anything else, such as `..`, could lead to another call. */
function pathOf([ticketId, ...attachment]: readonly string[]): string | undefined {
  const good = [ticketId, ...attachment].every((id) => id !== undefined && /^\d{1,32}$/.test(id));
  return good ? [`/${ticketId}/attachments`, ...attachment].join('/') : undefined;
}

const unknownId = {
  kind: 'failed',
  outcome: { kind: 'refused', reason: 'ticket-not-found', message: 'Nothing in Desk has such an id' },
} as const;

const unexpected = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'Desk answered with something unexpected' },
} as const;

const elsewhere = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'Desk keeps the content at an address that is not in the configuration' },
} as const;

function describe(one: DeskAttachment): Attachment {
  return {
    id: one.id,
    name: one.name,
    size: one.size,
    mimeType: mimeTypeOf({ name: one.name, mimeType: '', head: undefined }),
    createdAt: one.createdTime,
    ...(one.creatorId && { uploadedBy: one.creatorId }),
    ...(one.isPublic !== undefined && { isPublic: one.isPublic }),
  };
}
