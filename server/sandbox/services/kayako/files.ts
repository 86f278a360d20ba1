import { endingOf, typeOfEnding } from '../../../../contract/file-types.ts';
import type { StoredFile } from '../ledger.ts';
import type { World } from '../world.ts';
import type { KayakoPost } from './book.ts';
import type { Tag } from './xml.ts';

/** Keeps a file on a post; its type is that of its name's ending, since callers do not tell one. */
export function storeFile(world: World, post: KayakoPost, name: string, bytes: Buffer): Promise<StoredFile> {
  return world.ledger.add({
    id: world.kayakoBook.numberFile(post.id),
    ticketId: post.ticketId,
    name,
    mimeType: typeOfEnding(endingOf(name))?.mimeType ?? 'application/octet-stream',
    bytes,
    // The customer sees what is on a post.
    isPublic: true,
    creatorId: post.author.id,
    via: 'kayako',
  });
}

/** The files of a post, the oldest first. */
export function filesOfPost(world: World, post: KayakoPost): readonly StoredFile[] {
  return world.ledger.onTicket(post.ticketId).filter((file) => world.kayakoBook.postOf(file.id) === post.id);
}

/** Files with their bytes in base64, or without. */
export async function attachmentsTag(
  world: World,
  files: readonly StoredFile[],
  contents: 'with-contents' | 'without-contents',
): Promise<Tag> {
  const value = await Promise.all(files.map((file) => attachmentTag(world, file, contents)));
  return { name: 'attachments', value };
}

async function attachmentTag(
  world: World,
  file: StoredFile,
  contents: 'with-contents' | 'without-contents',
): Promise<Tag> {
  const value: Tag[] = [
    { name: 'id', value: file.id },
    { name: 'ticketid', value: file.ticketId },
    { name: 'ticketpostid', value: world.kayakoBook.postOf(file.id) ?? '0' },
    { name: 'filename', value: file.name },
    { name: 'filesize', value: String(file.size) },
    { name: 'filetype', value: file.mimeType },
    { name: 'dateline', value: String(Date.parse(file.createdTime) / 1000) },
  ];
  if (contents === 'with-contents') {
    const bytes = await world.ledger.bytes(file.id);
    value.push({ name: 'contents', value: bytes?.toString('base64') ?? '', long: true });
  }
  return { name: 'attachment', value };
}
