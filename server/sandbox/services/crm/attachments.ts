import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { readMultipart } from '../body.ts';
import { sendFile } from '../disposition.ts';
import type { StoredFile } from '../ledger.ts';
import type { World } from '../world.ts';
import { zohoCaller } from '../zoho-caller.ts';
import { describeAttachment, describeDeletion, describeUpload } from './describe.ts';
import { type CrmRefusal, refusals, refuse } from './failure.ts';
import { findRecord } from './guard.ts';
import { type Intake, takeFile, takeLink } from './intake.ts';
import { type CrmProduct, settingsOf } from './product.ts';
import { pick, readListQuery } from './query.ts';

const list = '/:module/:recordId/Attachments';
const one = `${list}/:attachmentId`;
/** The calls of a record's attachments, with the methods that each path knows. */
export const attachmentPaths = { [list]: ['GET', 'POST'], [one]: ['GET', 'DELETE'] };

const OfAttachment = z.object({ attachmentId: z.string() });

export function serveAttachments(scope: FastifyInstance, world: World, product: CrmProduct): void {
  const findFile = (request: FastifyRequest): { kind: 'found'; file: StoredFile | undefined } | CrmRefusal => {
    const found = findRecord(request, world, product);
    if (found.kind === 'refused') return found;
    const { attachmentId } = OfAttachment.parse(request.params);
    return { kind: 'found', file: world.ledger.find(found.record.id, attachmentId) };
  };

  scope.post(list, async (request, reply) => {
    const found = findRecord(request, world, product);
    if (found.kind === 'refused') return refuse(reply, found);
    const { uploads } = settingsOf(world, product);
    if (uploads !== 'allowed') {
      return refuse(reply, uploads === 'no-permission' ? refusals.noPermission : refusals.notPrivileged);
    }
    const intake = await takeIn(request, world, product, found.record.id);
    return intake.kind === 'refused' ? refuse(reply, intake) : describeUpload(product, intake.file);
  });

  scope.get(list, async (request, reply) => {
    const found = findRecord(request, world, product);
    if (found.kind === 'refused') return refuse(reply, found);
    const read = readListQuery(request.query);
    if (read.kind === 'refused') return refuse(reply, read);
    const { fields, page, per_page } = read.query;
    const files = world.ledger.onTicket(found.record.id).toReversed();
    const asked = files.slice((page - 1) * per_page, page * per_page);
    if (asked.length === 0) return reply.code(204).send();
    return {
      data: asked.map((file) => pick(describeAttachment(product, found.record, file), fields)),
      info: { per_page, page, count: asked.length, more_records: files.length > page * per_page },
    };
  });

  scope.get(one, async (request, reply) => {
    const found = findFile(request);
    if (found.kind === 'refused') return refuse(reply, found);
    const { file } = found;
    if (file?.link !== undefined) return refuse(reply, refusals.linkHasNoContent);
    const bytes = file && (await world.ledger.bytes(file.id));
    return file && bytes ? sendFile(reply, file, bytes) : reply.code(204).send();
  });

  scope.delete(one, async (request, reply) => {
    const found = findFile(request);
    if (found.kind === 'refused') return refuse(reply, found);
    if (!found.file) return refuse(reply, refusals.invalidAttachment);
    world.ledger.change(found.file.id, { deleted: true });
    return describeDeletion(found.file);
  });
}

/** One file as the part `file`, or one link as the field `attachmentUrl`. */
async function takeIn(request: FastifyRequest, world: World, product: CrmProduct, ticketId: string): Promise<Intake> {
  const caller = zohoCaller(request, world);
  if (!caller) return refusals.invalidToken;
  const origin = { ticketId, creatorId: caller.id };
  const form = await readMultipart(request);
  const file = form?.get('file');
  if (file instanceof File) {
    world.requests.nameFiles(request.raw, [file.name]);
    return takeFile(world, product, origin, file);
  }
  const link = form?.get('attachmentUrl');
  return typeof link === 'string' ? takeLink(world, product, origin, link) : refusals.noFile;
}
