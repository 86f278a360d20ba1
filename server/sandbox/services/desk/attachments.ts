import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { readBody, readJson, readMultipart } from '../body.ts';
import { sendFile } from '../disposition.ts';
import type { StoredFile } from '../ledger.ts';
import { findPerson } from '../people.ts';
import type { World } from '../world.ts';
import { zohoCaller } from '../zoho-caller.ts';
import { type DeskRefusal, invalidField, refusal, refuse } from './failure.ts';
import { takeIn } from './intake.ts';
import { ListQuery, pageOf, readQuery, UploadQuery } from './query.ts';

const list = '/api/v1/tickets/:ticketId/attachments';
const one = `${list}/:attachmentId`;
/** The calls of a ticket's attachments, with the methods that each path knows. */
export const attachmentPaths = { [list]: ['GET', 'POST'], [one]: ['PATCH', 'DELETE'], [`${one}/content`]: ['GET'] };

const OfTicket = z.object({ ticketId: z.string() });
const OfAttachment = OfTicket.extend({ attachmentId: z.string() });
const Change = z.strictObject({ isPublic: z.boolean() });

export function serveAttachments(scope: FastifyInstance, world: World): void {
  const findFile = (request: FastifyRequest): StoredFile | undefined => {
    const { ticketId, attachmentId } = OfAttachment.parse(request.params);
    return world.ledger.find(ticketId, attachmentId);
  };

  scope.post(list, async (request, reply) => {
    const { ticketId } = OfTicket.parse(request.params);
    const read = readQuery(UploadQuery, request.query);
    if (read.kind === 'refused') return refuse(reply, read);
    const caller = zohoCaller(request, world);
    if (!caller) return refuse(reply, refusal('INVALID_OAUTH'));
    const part = await readFilePart(request);
    if (part.kind === 'refused') return refuse(reply, part);
    world.requests.nameFiles(request.raw, [part.file.name]);
    const intake = await takeIn(world, {
      ticketId,
      name: part.file.name,
      mimeType: part.file.type,
      bytes: Buffer.from(await part.file.arrayBuffer()),
      isPublic: read.query.isPublic,
      creatorId: caller.id,
      via: 'desk',
    });
    return intake.kind === 'refused' ? refuse(reply, intake) : describe(request, intake.file);
  });

  scope.get(list, async (request, reply) => {
    const { ticketId } = OfTicket.parse(request.params);
    const read = readQuery(ListQuery, request.query);
    if (read.kind === 'refused') return refuse(reply, read);
    if (!world.tickets.some((ticket) => ticket.id === ticketId)) return refuse(reply, refusal('URL_NOT_FOUND'));
    const { sortBy, isPublic, include, ...page } = read.query;
    const files = world.ledger
      .onTicket(ticketId)
      .filter((file) => isPublic === undefined || file.isPublic === isPublic)
      .toSorted((a, b) => a.createdTime.localeCompare(b.createdTime));
    const asked = pageOf(sortBy === 'createdTime' ? files : files.toReversed(), page);
    if (asked.length === 0) return reply.code(204).send();
    return {
      data: asked.map((file) => ({
        ...describe(request, file),
        ...(include && { creator: findPerson(file.creatorId) ?? null }),
      })),
    };
  });

  scope.patch(one, async (request, reply) => {
    const file = findFile(request);
    if (!file) return refuse(reply, refusal('URL_NOT_FOUND'));
    if (readBody(request).length === 0) return refuse(reply, refusal('EMPTY_PAYLOAD'));
    const change = Change.safeParse(readJson(request));
    if (!change.success) {
      return refuse(reply, invalidField({ fieldName: '/isPublic', errorType: 'invalid', errorMessage: '' }));
    }
    world.ledger.change(file.id, change.data);
    return reply.code(200).send();
  });

  scope.delete(one, async (request, reply) => {
    const file = findFile(request);
    if (!file) return refuse(reply, refusal('URL_NOT_FOUND'));
    world.ledger.change(file.id, { deleted: true });
    return reply.code(200).send();
  });

  scope.get(`${one}/content`, async (request, reply) => {
    const file = findFile(request);
    const bytes = file && (await world.ledger.bytes(file.id));
    return file && bytes ? sendFile(reply, file, bytes) : refuse(reply, refusal('URL_NOT_FOUND'));
  });
}

type FilePart = { readonly kind: 'read'; readonly file: File } | DeskRefusal;

/** Exactly one part, a file named `file`, as Zoho's OpenAPI files demand. */
async function readFilePart(request: FastifyRequest): Promise<FilePart> {
  if (readBody(request).length === 0) return refusal('EMPTY_PAYLOAD');
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) return refusal('UNSUPPORTED_MEDIA_TYPE');
  const form = await readMultipart(request);
  if (!form) return refusal('UNPROCESSABLE_ENTITY', 'The multipart body could not be read.');
  const foreign = [...form.keys()].find((name) => name !== 'file');
  if (foreign !== undefined) return refusal('UNPROCESSABLE_ENTITY', `Extra parameter '${foreign}' is present.`);
  const [file, second] = form.getAll('file');
  const fault = { fieldName: '/file', errorMessage: 'One file is expected.' } as const;
  if (!(file instanceof File)) return invalidField({ ...fault, errorType: 'missing' });
  return second === undefined ? { kind: 'read', file } : invalidField({ ...fault, errorType: 'invalid' });
}

/** An attachment as Desk describes it; `size` is a string there. */
function describe(request: FastifyRequest, file: StoredFile) {
  const href = `${request.protocol}://${request.host}/desk/api/v1/tickets/${file.ticketId}/attachments/${file.id}`;
  return {
    id: file.id,
    name: file.name,
    size: String(file.size),
    creatorId: file.creatorId,
    createdTime: file.createdTime,
    isPublic: file.isPublic,
    href,
    previewurl: `${href}/content`,
  };
}
