import type { Readable } from 'node:stream';
import * as z from 'zod';
import { type Limits, omsLimits } from '../../contract/limits.ts';
import {
  type OmsFileResult,
  OmsPutAnswer,
  OmsPutFailure,
  omsMessages,
  omsPaths,
  type TicketReference,
} from '../../contract/oms.ts';
import { readRetryAfter } from '../../contract/outcome.ts';
import { acceptedType } from './accepted-type.ts';
import { address, commonFields, secret, text } from './configuration-fields.ts';
import type { Call, Destination, DestinationParts, IncomingFile, UploadEnd } from './destination.ts';
import { createHttpClient, cut, type HttpEnd, readJson } from './http-client.ts';
import { omsBody } from './oms-body.ts';
import { createOmsToken, type OmsCredentials } from './oms-token.ts';
import { outcomeWithoutAnswer, reasonOfStatus } from './service-failure.ts';
import { admissionBy } from './shared-token.ts';

export interface OmsSettings extends OmsCredentials {
  readonly baseUrl: string;
  readonly limits?: Partial<Limits> | undefined;
  /** The longest silence of OMS before a call is given up, in milliseconds. */
  readonly silenceMs: number;
}

/** What the gateway's configuration says of an OMS. */
export const OmsConfiguration = z.strictObject({
  ...commonFields,
  kind: z.literal('oms'),
  baseUrl: address('https://oms.example.com'),
  apikey: secret('the apikey that OMS gave you'),
  token: secret('the token that OMS gave you'),
  email: text('the email address that OMS knows you by'),
});

/** OMS, which hands files on to Zoho Desk. It finds the ticket itself, and cannot say what a ticket has. */
export function createOms(settings: OmsSettings, { now = Date.now, sharing }: DestinationParts = {}): Destination {
  const { baseUrl } = settings;
  const limits: Limits = { ...omsLimits, ...settings.limits };
  const http = createHttpClient({ addresses: [baseUrl], silenceMs: settings.silenceMs });
  const token = createOmsToken(baseUrl, settings, http, { now, sharing });

  async function sendFile(ticketId: string, file: IncomingFile, stream: Readable, call: Call): Promise<Sending> {
    try {
      const reading = await token.get();
      if (reading.kind === 'failed') return { end: reading.outcome, tokenRefused: false };
      const named = { ...file, mimeType: acceptedType(file.mimeType, limits) };
      const end = await http({
        method: 'PUT',
        url: new URL(`${baseUrl}${omsPaths.put}`),
        body: omsBody(reading.value, readReference(ticketId), named, stream),
        signal: call.signal,
      });
      const read = readEnd(end, now(), reading.value);
      const tokenRefused = read.kind === 'unauthorized' && refusesToken(end);
      if (tokenRefused) token.drop(reading.value);
      return { end: read, tokenRefused };
    } finally {
      stream.destroy();
    }
  }

  return {
    kind: 'oms',
    limits,
    can: new Set(),
    checkAccess: () => admissionBy(token),
    findTicket: (reference) => {
      const ticketId = writeReference(reference);
      if (ticketId === '') return Promise.resolve({ kind: 'not-found' });
      const [surest = ticketId] = ticketId.split('&');
      return Promise.resolve({ kind: 'found', ticketId, named: reference.zoho_id, surest });
    },
    async upload(ticketId, file, call) {
      const first = await sendFile(ticketId, file, file.stream, call);
      if (!first.tokenRefused || !file.again) return first.end;
      return (await sendFile(ticketId, file, file.again(), call)).end;
    },
  };
}

interface Sending {
  readonly end: UploadEnd;
  readonly tokenRefused: boolean;
}

/** All that OMS is given to find the ticket, as one text. */
function writeReference({ zoho_id, ticket_number, chamado_id }: TicketReference): string {
  return new URLSearchParams({
    ...(zoho_id && { zoho_id }),
    ...(ticket_number && { ticket_number }),
    ...(chamado_id && { chamado_id }),
  }).toString();
}

function readReference(ticketId: string): TicketReference {
  return Object.fromEntries(new URLSearchParams(ticketId));
}

/**
 * Only in OMS's own words for the call as a whole. A file's 401 is of the service behind OMS, and that of a page in front
 * says nothing of the token either: without it, OMS would give no other until its hour is over.
 */
function refusesToken(end: HttpEnd): boolean {
  if (end.kind !== 'answer') return false;
  const failure = OmsPutFailure.safeParse(readJson(end.text));
  return failure.success && (statusOfMessage[failure.data.error] ?? end.status) === 401;
}

/** @param auth the token that OMS was shown, in case that it gives it back in its words */
function readEnd(end: HttpEnd, nowMs: number, auth: string): UploadEnd {
  if (end.kind !== 'answer') return outcomeWithoutAnswer(end, 'OMS');
  const without = (words: string): string => words.replaceAll(auth, '[redacted]');
  const body = readJson(end.text);
  const answer = OmsPutAnswer.safeParse(body);
  const result = answer.success ? answer.data.results[0] : undefined;
  if (result?.success) {
    const ticketId = answer.data?.zoho_id;
    return { kind: 'delivered', ...(ticketId && { ticketId }) };
  }
  if (result) return outcomeOf(result.http_code, without(result.error ?? 'OMS refused the file'), waitOf(result));
  const failure = OmsPutFailure.safeParse(body);
  if (failure.success) {
    const { error } = failure.data;
    return outcomeOf(statusOfMessage[error] ?? end.status, without(error), readRetryAfter(end.retryAfter, nowMs));
  }
  if (end.status >= 200 && end.status < 300) {
    return {
      kind: 'unknown',
      message: 'OMS took the call, but did not say what became of the file',
      status: end.status,
    };
  }
  return outcomeOf(end.status, `OMS answered with status ${end.status}`, readRetryAfter(end.retryAfter, nowMs));
}

function waitOf({ retry_after }: OmsFileResult): number | undefined {
  return typeof retry_after === 'number' ? retry_after * 1000 : undefined;
}

/** The seed's messages come with a status each, but the words are surer: they are what OMS itself says. */
const statusOfMessage: { readonly [message: string]: number } = {
  [omsMessages.attachmentsRequired]: 400,
  [omsMessages.ticketUnknown]: 400,
  [omsMessages.authRequired]: 401,
  [omsMessages.authInvalid]: 401,
  [omsMessages.credentialsInvalid]: 401,
  [omsMessages.clientBlocked]: 403,
};

/** What a status means, be it of the whole answer or of one file in it. */
function outcomeOf(status: number, words: string, waitMs: number | undefined): UploadEnd {
  const message = cut(words);
  if (status === 401 || status === 403) return { kind: 'unauthorized', message, status };
  if (status === 429) return { kind: 'busy', message, status, ...(waitMs !== undefined && { waitMs }) };
  if (status === 503) return { kind: 'unavailable', message, status };
  // OMS hands files on: when it fails on the way, Desk may have the file all the same.
  if (status >= 500 || status === 408 || status < 400) return { kind: 'unknown', message, status };
  const reason = message === omsMessages.ticketUnknown ? 'ticket-not-found' : (reasonOfStatus[status] ?? 'invalid');
  return { kind: 'refused', reason, message, status };
}
