import { randomUUID } from 'node:crypto';
import { bareMimeType } from '../../../../contract/file-types.ts';
import { megabyte } from '../../../../contract/limits.ts';
import { sandboxTopTickets } from '../credentials.ts';
import type { StoredFile } from '../ledger.ts';
import type { World } from '../world.ts';
import { type Refusal, refusal } from './failure.ts';

/** What TopTickets takes (seed 004): no Office documents, no RAR. */
const mimeTypes: readonly string[] = [
  'text/plain',
  'text/html',
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'application/zip',
  'application/x-7z-compressed',
  'application/gzip',
];

/** Puts a file on a ticket, or refuses it. The seed tells the statuses; the words are the stand-in's. */
export async function takeIn(
  world: World,
  ticketId: string,
  file: File,
): Promise<{ readonly kind: 'stored'; readonly file: StoredFile } | Refusal> {
  const { limitBytes } = world.settings.get().toptickets;
  const mimeType = bareMimeType(file.type);
  if (!mimeTypes.includes(mimeType)) return refusal(400, `File type '${file.type}' is not allowed`);
  if (file.size > limitBytes) return refusal(400, `File too large. Maximum size is ${limitBytes / megabyte} MB`);
  const stored = await world.ledger.add({
    id: randomUUID(),
    ticketId,
    name: file.name,
    mimeType,
    bytes: Buffer.from(await file.arrayBuffer()),
    isPublic: false,
    creatorId: sandboxTopTickets.userId,
    via: 'toptickets',
  });
  return { kind: 'stored', file: stored };
}
