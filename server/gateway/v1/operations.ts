import * as z from 'zod';
import { CallOffAnswer } from '../../../contract/call-off.ts';
import { TicketAttachment, TicketAttachmentList } from '../../../contract/ticket-attachment.ts';
import {
  LinkRequest,
  NewTicketAttachment,
  SignedDownload,
  V1Failure,
  VisibilityRequest,
} from '../../../contract/v1-messages.ts';
import {
  type Answers,
  type DocumentedAnswer,
  idempotencyHeaders,
  json,
  type Operation,
  retryAfter,
} from '../docs/operation.ts';
import { idempotencyKeyForm } from '../idempotency-key.ts';
import { sizeForm } from '../relay/multipart-parts.ts';

/** Path of a ticket's attachments. */
const attachmentsPath = '/v1/tickets/{ticket}/attachments';

export const TicketParams = z.object({
  ticket: z
    .string()
    .regex(/^(?:chamado:[^\p{Cc}*]{1,90}|[\w:.#-]{1,100})$/u)
    .meta({
      description:
        "The destination's own id of the ticket; in CRM and Bigin a record, with its module in front where it is not " +
        'the configured one. Or the ticket by another name, where the destination can be searched by it: ' +
        'number:10321, chamado:99.',
      examples: ['482910000007310021', 'Leads:482910000007310021', 'number:10321', 'chamado:99'],
    }),
});

export const AttachmentParams = TicketParams.extend({
  attachment: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .meta({ description: "The destination's id of the attachment." }),
});

export const UploadParams = TicketParams.extend({
  key: z.string().regex(idempotencyKeyForm).meta({ description: 'The Idempotency-Key of the upload.' }),
});

export const CallOffQuery = z.object({
  age: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('How long ago the upload was sent first, in milliseconds. Without it nothing counts as remembered.'),
});

/** As TopTickets' (seed 004): a hundred, at most five hundred. */
export const ListQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0).describe('How many of the newest to leave out.'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('How many to give at most.'),
});

const NoQuery = z.object({});

/** What a download URL holds. */
export const DownloadQuery = z.object({
  client: z.coerce.number().int().min(0),
  ticket: z.string().min(1).max(200),
  attachment: z.string().min(1).max(200),
  name: z.string().max(1000),
  expires: z.coerce.number().int().min(0).describe('When the URL ends, in seconds since 1970.'),
  signature: z.string().min(1).max(100),
});

const FileForm = z.object({
  size: z
    .string()
    .regex(sizeForm)
    .optional()
    .describe("The file's length in bytes, before the file, where it is known."),
  file: z.string().meta({ description: 'The file, with its name and type.', format: 'binary' }),
});

const failed = (description: string): DocumentedAnswer => json(description, V1Failure);

/** What any call for a ticket may be answered with. */
const ticketFailures: Answers = {
  401: failed('No token, one that is expired or not ours, or a pass for another ticket.'),
  403: failed('The client is blocked, or lacks the scope.'),
  404: failed('There is no such ticket, or no such attachment on it.'),
  405: failed('The path knows no such method.'),
  422: failed('A value is not right, or not to the liking of the destination: detail says which, or why.'),
  429: {
    ...failed('The destination, or the gateway, asks to come back later.'),
    headers: retryAfter,
  },
  500: failed('A fault of the gateway: look for request_id in its log.'),
  501: failed('The destination cannot do this.'),
  502: failed('The destination could not be reached, failed, or does not accept the credentials of the gateway.'),
  503: failed('The gateway cannot do this now.'),
};

const { 401: _noToken, ...downloadFailures } = ticketFailures;

const bodyFailures: Answers = {
  400: failed('The body cannot be read.'),
  408: failed('The body came too slowly.'),
  409: failed('The upload was called off, or the destination says that it conflicts with something.'),
  413: failed('The body, or the file in it, is too large.'),
  415: failed('A body of another type is needed, or the destination takes no files of this type.'),
};

const unknownEnd: Answers = {
  504: failed('The answer of the destination was lost: look at the ticket before you send again.'),
};

const common = { group: 'Attachments', auth: 'bearer' } as const;
const onTicket = { ...common, path: attachmentsPath, params: TicketParams, query: NoQuery } as const;
const onAttachment = {
  ...common,
  path: `${attachmentsPath}/{attachment}`,
  params: AttachmentParams,
  query: NoQuery,
} as const;

/** The calls of `/v1`, shaped as TopTickets' (seed 004). */
export const v1Operations = {
  list: {
    ...onTicket,
    method: 'GET',
    id: 'listAttachments',
    summary: 'List the attachments of a ticket',
    description: 'Newest first. Needs the scope attachments:read.',
    query: ListQuery,
    answers: { 200: json('The attachments.', TicketAttachmentList), ...ticketFailures },
  },
  upload: {
    ...onTicket,
    method: 'POST',
    id: 'addAttachment',
    summary: 'Put a file, or a link, on a ticket',
    description:
      'One file a request, streamed through to the destination; or in JSON a link, which the destination keeps as ' +
      'such: nothing is fetched from it. Needs the scope attachments:write.',
    headers: idempotencyHeaders,
    bodies: { 'multipart/form-data': FileForm, 'application/json': LinkRequest },
    answers: {
      201: json('It is on the ticket. id is null where the destination does not tell it.', NewTicketAttachment),
      ...bodyFailures,
      ...ticketFailures,
      ...unknownEnd,
    },
  },
  read: {
    ...onAttachment,
    method: 'GET',
    id: 'getAttachment',
    summary: 'Get what is known of an attachment',
    description: 'Its content is for the download URL to give. Needs the scope attachments:read.',
    answers: { 200: json('The attachment.', TicketAttachment), ...ticketFailures },
  },
  change: {
    ...onAttachment,
    method: 'PATCH',
    id: 'changeAttachment',
    summary: 'Show an attachment to the customer, or hide it',
    description: 'Needs the scope attachments:write.',
    bodies: { 'application/json': VisibilityRequest },
    answers: {
      200: json('The attachment as it is now.', TicketAttachment),
      ...bodyFailures,
      ...ticketFailures,
      ...unknownEnd,
    },
  },
  remove: {
    ...onAttachment,
    method: 'DELETE',
    id: 'deleteAttachment',
    summary: 'Delete an attachment',
    description: 'Needs the scope attachments:delete.',
    answers: { 204: { description: 'It is deleted.' }, ...ticketFailures, ...unknownEnd },
  },
  callOff: {
    ...common,
    method: 'DELETE',
    path: '/v1/tickets/{ticket}/uploads/{key}',
    id: 'callOffUpload',
    summary: 'Call off an upload that was given up',
    description:
      'For whoever sent one file with an Idempotency-Key, by either interface, and did not get the answer: tells what ' +
      'became of it. One that has not begun never will, for 24 hours, however late its request comes; to send the file ' +
      'again then takes another key. Waits up to ten seconds for one that is on its way. Needs the scope ' +
      'attachments:write.',
    params: UploadParams,
    query: CallOffQuery,
    answers: { 200: json('What became of it.', CallOffAnswer), ...ticketFailures },
  },
  downloadUrl: {
    ...onAttachment,
    method: 'GET',
    path: `${attachmentsPath}/{attachment}/download`,
    id: 'getDownloadUrl',
    summary: 'Get a URL that gives the content of an attachment',
    description: 'It needs no token and works for one hour. Needs the scope attachments:read.',
    answers: { 200: json('The URL, and when it ends.', SignedDownload), ...ticketFailures },
  },
  download: {
    group: 'Attachments',
    method: 'GET',
    path: '/v1/download',
    id: 'downloadAttachment',
    auth: 'none',
    summary: 'The content of an attachment',
    description: 'At a URL that the call before this one gave; any change to it makes it worthless.',
    query: DownloadQuery,
    answers: {
      200: {
        description: 'The content, to be kept and not shown: always with Content-Disposition: attachment.',
        contents: { '*/*': 'bytes' },
      },
      ...downloadFailures,
      403: failed('The URL is not as it was given, has expired, or its client may no longer read.'),
    },
  },
} as const satisfies Record<string, Operation>;
