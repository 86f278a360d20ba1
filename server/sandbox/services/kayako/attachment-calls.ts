import type { StoredFile } from '../ledger.ts';
import type { KayakoAnswer, KayakoCall } from './call.ts';
import { type KayakoRefusal, refusals } from './failure.ts';
import { attachmentsTag, storeFile } from './files.ts';
import { decodeBase64, fieldOf } from './form.ts';

/** GET /Tickets/TicketAttachment/ListAll/{ticketid} */
export async function listAttachments({ world, ids: [ticketId = ''] }: KayakoCall): Promise<KayakoAnswer> {
  if (!world.kayakoBook.posts(ticketId)) return refusals.ticketNotFound;
  const root = await attachmentsTag(world, world.ledger.onTicket(ticketId), 'without-contents');
  return { kind: 'xml', root, noisy: true };
}

/** GET /Tickets/TicketAttachment/{ticketid}/{id} */
export async function getAttachment(call: KayakoCall): Promise<KayakoAnswer> {
  const found = findFile(call);
  if (found.kind === 'refused') return found;
  return { kind: 'xml', root: await attachmentsTag(call.world, [found.file], 'with-contents'), noisy: false };
}

/** POST /Tickets/TicketAttachment */
export async function addAttachment({ world, fields, nameFiles }: KayakoCall): Promise<KayakoAnswer> {
  const ticketId = fieldOf(fields, 'ticketid');
  if (ticketId === undefined) return refusals.noTicketId;
  const postId = fieldOf(fields, 'ticketpostid');
  if (postId === undefined) return refusals.noPostId;
  const name = fieldOf(fields, 'filename');
  if (name === undefined) return refusals.noFileName;
  nameFiles([name]);
  const contents = fieldOf(fields, 'contents');
  if (contents === undefined) return refusals.noContents;
  const posts = world.kayakoBook.posts(ticketId);
  if (!posts) return refusals.ticketNotFound;
  const post = posts.find(({ id }) => id === postId);
  if (!post) return refusals.postNotFound;
  const bytes = decodeBase64(contents);
  if (bytes.length === 0) return refusals.creationFailed;
  const file = await storeFile(world, post, name, bytes);
  return { kind: 'xml', root: await attachmentsTag(world, [file], 'without-contents'), noisy: true };
}

/** DELETE /Tickets/TicketAttachment/{ticketid}/{id} */
export async function deleteAttachment(call: KayakoCall): Promise<KayakoAnswer> {
  const found = findFile(call);
  if (found.kind === 'refused') return found;
  call.world.ledger.change(found.file.id, { deleted: true });
  return { kind: 'empty' };
}

function findFile({
  world,
  ids: [ticketId = '', id = ''],
}: KayakoCall): { readonly kind: 'found'; readonly file: StoredFile } | KayakoRefusal {
  if (!world.kayakoBook.posts(ticketId)) return refusals.ticketNotFound;
  const file = world.ledger.all().find((one) => one.via === 'kayako' && one.id === id && !one.deleted);
  if (!file) return refusals.attachmentNotFound;
  return file.ticketId === ticketId ? { kind: 'found', file } : refusals.onOtherTicket;
}
