import type { Readable } from 'node:stream';
import * as z from 'zod';
import { kayakoLimits, type Limits } from '../../../contract/limits.ts';
import { base64Length, base64Of } from '../base64.ts';
import { address, commonFields, secret, textLike } from '../configuration-fields.ts';
import type {
  Attachment,
  Call,
  Capable,
  ContentStream,
  DestinationParts,
  Failed,
  IncomingFile,
  UploadEnd,
} from '../destination.ts';
import { exactSize } from '../exact-size.ts';
import { withBytesOf } from '../openings.ts';
import { absentOr, newestFirst } from '../paging.ts';
import { createKayakoApi, type Form, type KayakoAccess } from './kayako-api.ts';
import { readAttachments } from './kayako-attachments.ts';
import { openContents } from './kayako-contents.ts';
import { readXml } from './xml-reader.ts';

export interface KayakoSettings extends KayakoAccess {
  /** Id of the member of staff in whose name files are posted. */
  readonly staffId: string;
  readonly limits?: Partial<Limits> | undefined;
}

/** What the gateway's configuration says of a Kayako Classic. */
export const KayakoConfiguration = z.strictObject({
  ...commonFields,
  kind: z.literal('kayako'),
  baseUrl: address('https://support.example.com'),
  apikey: secret("the API key of Kayako's REST settings"),
  secretKey: secret("the secret key of Kayako's REST settings"),
  staffId: textLike(/^\d+$/, 'the id of a member of staff, digits, in quotes'),
});

const can = ['list', 'read', 'content', 'remove'] as const;

/** A ticket that lists more than this is taken for one without end. */
const mostListed = 10_000;

/**
 * Kayako Classic over its REST interface (seed 003). A ticket is named by its number, or together with one of its posts
 * as `ticket:post`. A file goes onto that post; without one, into a new post: to look for the last post instead, all
 * posts with all their files would have to be fetched.
 */
export function createKayako(
  settings: KayakoSettings,
  { now = Date.now }: DestinationParts = {},
): Capable<(typeof can)[number]> {
  const api = createKayakoApi(settings, now);

  async function gather(ticketId: string, call: Call): Promise<Gathered> {
    const place = readPlace(ticketId);
    if (!place) return noTicket;
    const path =
      place.post === undefined
        ? `/Tickets/TicketAttachment/ListAll/${place.ticket}`
        : `/Tickets/TicketPost/ListAll/${place.ticket}/${place.post}`;
    return api.get(path, call, async (answer): Promise<Gathered> => {
      const all: Attachment[] = [];
      try {
        for await (const one of readAttachments(readXml(answer, 'attachments'))) {
          if (all.push(one) > mostListed) return unreadable;
        }
        return { kind: 'all', all };
      } catch {
        return call.signal.aborted ? cancelled : unreadable;
      }
    });
  }

  return {
    kind: 'kayako',
    limits: { ...kayakoLimits, ...settings.limits },
    can: new Set(can),
    clockAheadMs: api.clockAheadMs,

    findTicket({ zoho_id, ticket_number }) {
      const names = [zoho_id, ticket_number?.replace(/^#/, '')];
      const ticketId = names.find((name) => name !== undefined && readPlace(name));
      return Promise.resolve(ticketId ? { kind: 'found', ticketId, named: ticketId } : { kind: 'not-found' });
    },

    upload: (ticketId, file, call) =>
      withBytesOf(file, async (open) => {
        const place = readPlace(ticketId);
        const stream = open();
        if (!place || !stream) return noTicket.outcome;
        const { path, root, form } = orderOf(place, file, settings.staffId, stream);
        const end = await api.post(path, form, call, (answer) => readStored(answer, root));
        return end.kind === 'failed' ? end.outcome : end;
      }),

    async list(ticketId, page, call) {
      const gathered = await gather(ticketId, call);
      return gathered.kind === 'failed' ? gathered : { kind: 'listed', attachments: newestFirst(gathered.all, page) };
    },

    /** Kayako's own call for one attachment gives its contents too. */
    async read(ticketId, attachmentId, call) {
      const gathered = await gather(ticketId, call);
      if (gathered.kind === 'failed') return absentOr(gathered);
      const attachment = gathered.all.find(({ id }) => id === attachmentId);
      return attachment ? { kind: 'found', attachment } : { kind: 'not-found' };
    },

    async content(ticketId, attachmentId, call) {
      const path = pathOf(ticketId, attachmentId);
      if (path === undefined) return { kind: 'not-found' };
      const end = await api.get(path, call, async (answer): Promise<ContentStream | Failed> => {
        try {
          return await openContents(answer);
        } catch {
          answer.destroy();
          return call.signal.aborted ? cancelled : unreadable;
        }
      });
      return end.kind === 'failed' ? absentOr(end) : end;
    },

    async remove(ticketId, attachmentId, call) {
      const path = pathOf(ticketId, attachmentId);
      if (path === undefined) return { kind: 'not-found' };
      const end = await api.delete(path, call);
      return end.kind === 'failed' ? absentOr(end) : { kind: 'removed' };
    },
  };
}

type Gathered = { readonly kind: 'all'; readonly all: readonly Attachment[] } | Failed;

interface Place {
  readonly ticket: string;
  readonly post: string | undefined;
}

function readPlace(ticketId: string): Place | undefined {
  const [, ticket, post] = /^(\d{1,20})(?::(\d{1,20}))?$/.exec(ticketId) ?? [];
  return ticket === undefined ? undefined : { ticket, post };
}

function pathOf(ticketId: string, attachmentId: string): string | undefined {
  const place = readPlace(ticketId);
  return place && /^\d{1,20}$/.test(attachmentId)
    ? `/Tickets/TicketAttachment/${place.ticket}/${attachmentId}`
    : undefined;
}

interface Order {
  readonly path: string;
  /** Of the XML in the answer. */
  readonly root: 'attachments' | 'posts';
  readonly form: Form;
}

function orderOf({ ticket, post }: Place, file: IncomingFile, staffId: string, stream: Readable): Order {
  const content = { bytes: base64Of(exactSize(stream, file.size)), length: base64Length(file.size) };
  if (post !== undefined) {
    const fields = { ticketid: ticket, ticketpostid: post, filename: file.name };
    return {
      path: '/Tickets/TicketAttachment',
      root: 'attachments',
      form: { fields, flowing: { name: 'contents', ...content } },
    };
  }
  // A post must say something: the name does in any language.
  const fields = { ticketid: ticket, staffid: staffId, contents: file.name, filename0: file.name };
  return {
    path: '/Tickets/TicketPost',
    root: 'posts',
    form: { fields, flowing: { name: 'filecontent0', ...content } },
  };
}

/** A new post comes back with all that is on it: of that no more is read than the first file's id. */
async function readStored(answer: Readable, root: Order['root']): Promise<UploadEnd> {
  try {
    for await (const { id } of readAttachments(readXml(answer, root))) return { kind: 'delivered', attachmentId: id };
  } catch {
    // Falls to what is said of any answer that does not tell.
  }
  return { kind: 'unknown', message: 'Kayako took the call, but did not say that it stored the file', status: 200 };
}

const noTicket = {
  kind: 'failed',
  outcome: { kind: 'refused', reason: 'ticket-not-found', message: 'No ticket of Kayako has such a number' },
} as const;

const unreadable = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'Kayako broke its answer off, or gave none that can be read' },
} as const;

const cancelled = { kind: 'failed', outcome: { kind: 'cancelled' } } as const;
