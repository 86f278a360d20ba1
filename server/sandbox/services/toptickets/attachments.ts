import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readMultipart } from '../body.ts';
import type { StoredFile } from '../ledger.ts';
import type { World } from '../world.ts';
import { attachmentNotFound, fileMissing, type Refusal, refuse, ticketNotFound } from './failure.ts';
import { takeIn } from './intake.ts';
import { OfAttachment, OfTicket, Page, readValues } from './request.ts';
import { storagePath } from './storage.ts';
import { topTicketSeeds } from './tickets.ts';

const list = '/tickets/:ticket_id/attachments';
const one = `${list}/:attachment_id`;
/** The calls of a ticket's attachments, with the methods that each path knows. */
export const attachmentPaths = { [list]: ['GET', 'POST'], [one]: ['GET', 'DELETE'], [`${one}/download`]: ['GET'] };

export function serveAttachments(scope: FastifyInstance, world: World): void {
  scope.get(list, async (request, reply) => {
    const ticket = findTicket(request);
    if (ticket.kind === 'refused') return refuse(reply, ticket);
    const page = readValues(Page, request.query, 'query');
    if (page.kind === 'refused') return refuse(reply, page);
    const { offset, limit } = page.values;
    // In which order the service lists is not published: the newest first.
    const files = world.ledger.onTicket(ticket.id).toReversed();
    return files.slice(offset, offset + limit).map(describeShortly);
  });

  scope.post(list, async (request, reply) => {
    const ticket = findTicket(request);
    if (ticket.kind === 'refused') return refuse(reply, ticket);
    const form = await readMultipart(request);
    const file = form?.get('file');
    if (!(file instanceof File)) return refuse(reply, fileMissing);
    world.requests.nameFiles(request.raw, [file.name]);
    const intake = await takeIn(world, ticket.id, file);
    if (intake.kind === 'refused') return refuse(reply, intake);
    return reply.code(201).send(describe(intake.file));
  });

  scope.get(one, async (request, reply) => {
    const found = findFile(request, world);
    return found.kind === 'refused' ? refuse(reply, found) : describe(found.file);
  });

  scope.get(`${one}/download`, async (request, reply) => {
    const found = findFile(request, world);
    if (found.kind === 'refused') return refuse(reply, found);
    const { token, untilMs } = world.topTicketsUrls.sign(found.file.id);
    const path = storagePath(found.file.ticketId, found.file.id);
    return {
      signed_url: `${request.protocol}://${request.host}/toptickets${path}?token=${token}`,
      expires_at: wholeSeconds(untilMs),
    };
  });

  scope.delete(one, async (request, reply) => {
    const found = findFile(request, world);
    if (found.kind === 'refused') return refuse(reply, found);
    world.ledger.change(found.file.id, { deleted: true });
    return reply.code(204).send();
  });
}

function findTicket(request: FastifyRequest): { readonly kind: 'found'; readonly id: string } | Refusal {
  const path = readValues(OfTicket, request.params, 'path');
  if (path.kind === 'refused') return path;
  const id = path.values.ticket_id.toLowerCase();
  return topTicketSeeds.some((ticket) => ticket.id === id) ? { kind: 'found', id } : ticketNotFound;
}

function findFile(
  request: FastifyRequest,
  world: World,
): { readonly kind: 'found'; readonly file: StoredFile } | Refusal {
  const path = readValues(OfAttachment, request.params, 'path');
  if (path.kind === 'refused') return path;
  const ticket = findTicket(request);
  if (ticket.kind === 'refused') return ticket;
  const file = world.ledger.find(ticket.id, path.values.attachment_id.toLowerCase());
  return file ? { kind: 'found', file } : attachmentNotFound;
}

/** An attachment as lists show it: without its uploader. */
function describeShortly(file: StoredFile) {
  return {
    id: file.id,
    ticket_id: file.ticketId,
    filename: file.name,
    content_type: file.mimeType,
    size_bytes: file.size,
    created_at: wholeSeconds(Date.parse(file.createdTime)),
  };
}

function describe(file: StoredFile) {
  const { created_at, ...rest } = describeShortly(file);
  return { ...rest, uploaded_by_user_id: file.creatorId, created_at };
}

/** RFC 3339 without a fraction of a second, as in the seed. */
function wholeSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
