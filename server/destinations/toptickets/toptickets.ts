import * as z from 'zod';
import { type Limits, topTicketsLimits } from '../../../contract/limits.ts';
import type { Failure } from '../../../contract/outcome.ts';
import { acceptedType } from '../accepted-type.ts';
import { address, commonFields, fault, secret } from '../configuration-fields.ts';
import { contentFrom } from '../content.ts';
import type { Attachment, Call, Capable, Content, DestinationParts, Failed } from '../destination.ts';
import { createHttpClient, createHttpDownload, type HttpCall, type HttpEnd, readJson } from '../http-client.ts';
import { multipartBody } from '../multipart-body.ts';
import { withBytesOf } from '../openings.ts';
import { absentOr, listNewest, type PageReading } from '../paging.ts';
import { createServiceClock } from '../service-clock.ts';
import { failureOfReading, outcomeWithoutAnswer } from '../service-failure.ts';
import { createDownloadRule, isHostPattern, usualDownloadHosts } from './download-hosts.ts';
import { failureOfTopTickets } from './toptickets-failure.ts';

export interface TopTicketsSettings {
  readonly apiKey: string;
  /** Instead of the service's own address, such as that of a stand-in. */
  readonly baseUrl?: string | undefined;
  /** Hosts that download URLs may lead to, beside the service's own. */
  readonly downloadHosts?: readonly string[] | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** The longest silence of the service before a call is given up, in milliseconds. */
  readonly silenceMs: number;
}

/** What the gateway's configuration says of a TopTickets. */
export const TopTicketsConfiguration = z.strictObject({
  ...commonFields,
  kind: z.literal('toptickets'),
  apiKey: secret('the API key that TopTickets gave you'),
  baseUrl: address('https://api.toptickets.app').optional(),
  downloadHosts: z
    .array(
      z.string().refine(isHostPattern, { error: 'is no host: give one such as files.example.com or *.example.com' }),
      { error: fault('a list of hosts') },
    )
    .optional(),
});

/** An attachment (seed 004); lists leave its uploader out. */
const Stored = z.object({
  id: z.string().min(1),
  filename: z.string(),
  content_type: z.string(),
  size_bytes: z.number(),
  uploaded_by_user_id: z.string().nullish(),
  created_at: z.string(),
});
const Signed = z.object({ signed_url: z.url() });

/** Most attachments that one call lists. */
const mostListed = 500;

const answerBytes = 1024 * 1024;

const can = ['list', 'read', 'content', 'remove'] as const;

interface Place {
  readonly ticketId: string;
  readonly attachmentId?: string;
  /** What follows the ids. */
  readonly rest?: string;
}

type End = { readonly kind: 'answer'; readonly status: number; readonly body: unknown } | Failed;

/** TopTickets' REST interface, version 1 (seed 004), with a key of the organisation. */
export function createTopTickets(
  settings: TopTicketsSettings,
  { now = Date.now }: DestinationParts = {},
): Capable<(typeof can)[number]> {
  const baseUrl = settings.baseUrl ?? 'https://api.toptickets.app';
  const limits: Limits = { ...topTicketsLimits, ...settings.limits };
  const clock = createServiceClock(now);
  const connection = { addresses: [baseUrl], silenceMs: settings.silenceMs, clock };
  const http = createHttpClient(connection);
  const mayDownload = createDownloadRule(baseUrl, settings.downloadHosts ?? usualDownloadHosts);
  const download = createHttpDownload(connection, mayDownload);

  async function request(
    { ticketId, attachmentId, rest = '' }: Place,
    call: Omit<HttpCall, 'url' | 'headers'>,
  ): Promise<End> {
    // Anything else than an id, such as `..`, could lead to another call.
    if (!uuid.test(ticketId) || (attachmentId !== undefined && !uuid.test(attachmentId))) return unknownId;
    const one = attachmentId === undefined ? '' : `/${attachmentId}`;
    const url = new URL(`${baseUrl}/v1/tickets/${ticketId}/attachments${one}${rest}`);
    const end = await http({ ...call, url, headers: { authorization: `Bearer ${settings.apiKey}` }, answerBytes });
    if (end.kind === 'answer' && end.status >= 200 && end.status < 300) {
      return { kind: 'answer', status: end.status, body: readJson(end.text) };
    }
    const failure = failureOf(end);
    return { kind: 'failed', outcome: call.method === 'GET' ? failureOfReading(failure, call.signal) : failure };
  }

  function failureOf(end: HttpEnd): Failure {
    if (end.kind !== 'answer') return outcomeWithoutAnswer(end, 'TopTickets');
    const { status, text, retryAfter } = end;
    return failureOfTopTickets({ status, body: readJson(text), retryAfter, nowMs: now() });
  }

  /** The URL alone opens the file: the key does not go along, and no message names the URL. */
  async function fetchSigned(url: URL, { signal }: Call): Promise<Content> {
    if (!mayDownload(url)) return elsewhere;
    const end = await download({ method: 'GET', url, headers: { accept: '*/*' }, signal });
    if (end.kind === 'content') return contentFrom(end);
    const storage = 'The storage of TopTickets';
    if (end.kind !== 'answer') {
      return { kind: 'failed', outcome: failureOfReading(outcomeWithoutAnswer(end, storage), signal) };
    }
    if (end.status === 404) return { kind: 'not-found' };
    const message = `${storage} answered with status ${end.status}`;
    return { kind: 'failed', outcome: { kind: 'unavailable', message, status: end.status } };
  }

  const readPage =
    (ticketId: string, { signal }: Call) =>
    async (number: number): Promise<PageReading<Attachment>> => {
      const query = new URLSearchParams({ offset: String(number * mostListed), limit: String(mostListed) });
      const end = await request({ ticketId, rest: `?${query}` }, { method: 'GET', signal });
      if (end.kind === 'failed') return end;
      const list = z.array(Stored).safeParse(end.body);
      if (!list.success) return unexpected;
      return { kind: 'page', items: list.data.map(describe), more: list.data.length === mostListed };
    };

  return {
    kind: 'toptickets',
    limits,
    can: new Set(can),
    clockAheadMs: clock.aheadMs,

    findTicket: ({ zoho_id }) =>
      Promise.resolve(
        zoho_id && uuid.test(zoho_id) ? { kind: 'found', ticketId: zoho_id, named: zoho_id } : { kind: 'not-found' },
      ),

    upload: (ticketId, file, { signal }) =>
      withBytesOf(file, async (open) => {
        const stream = open();
        if (!stream) return unknownId.outcome;
        const body = multipartBody('file', { ...file, mimeType: acceptedType(file.mimeType, limits) }, stream);
        const end = await request({ ticketId }, { method: 'POST', body, signal });
        if (end.kind === 'failed') return end.outcome;
        const stored = Stored.safeParse(end.body);
        return stored.success
          ? { kind: 'delivered', attachmentId: stored.data.id }
          : {
              kind: 'unknown',
              message: 'TopTickets took the call, but did not say that it stored the file',
              status: end.status,
            };
      }),

    list: (ticketId, page, call) => listNewest(readPage(ticketId, call), page),

    async read(ticketId, attachmentId, { signal }) {
      const end = await request({ ticketId, attachmentId }, { method: 'GET', signal });
      if (end.kind === 'failed') return absentOr(end);
      const stored = Stored.safeParse(end.body);
      return stored.success ? { kind: 'found', attachment: describe(stored.data) } : unexpected;
    },

    async content(ticketId, attachmentId, call) {
      const end = await request({ ticketId, attachmentId, rest: '/download' }, { method: 'GET', signal: call.signal });
      if (end.kind === 'failed') return absentOr(end);
      const signed = Signed.safeParse(end.body);
      return signed.success ? fetchSigned(new URL(signed.data.signed_url), call) : unexpected;
    },

    async remove(ticketId, attachmentId, { signal }) {
      const end = await request({ ticketId, attachmentId }, { method: 'DELETE', signal });
      return end.kind === 'failed' ? absentOr(end) : { kind: 'removed' };
    },
  };
}

/** By its form alone: those of the service keep to no version. */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const unknownId = {
  kind: 'failed',
  outcome: { kind: 'refused', reason: 'ticket-not-found', message: 'Nothing in TopTickets has such an id' },
} as const;

const unexpected = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'TopTickets answered with something unexpected' },
} as const;

const elsewhere = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'TopTickets keeps the file at a host that is not among "downloadHosts"' },
} as const;

function describe(one: z.infer<typeof Stored>): Attachment {
  return {
    id: one.id,
    name: one.filename,
    size: one.size_bytes,
    mimeType: one.content_type,
    createdAt: one.created_at,
    ...(one.uploaded_by_user_id && { uploadedBy: one.uploaded_by_user_id }),
  };
}
