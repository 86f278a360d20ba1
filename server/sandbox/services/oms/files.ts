import { bareMimeType } from '../../../../contract/file-types.ts';
import { omsLimits, omsMimeTypes } from '../../../../contract/limits.ts';
import { type OmsFileResult, omsAliases } from '../../../../contract/oms.ts';
import { takeIn } from '../desk/intake.ts';
import { deskPeople } from '../people.ts';
import type { World } from '../world.ts';

/** The name that an attachment of a request gives itself. */
export function nameOf(attachment: unknown): string | undefined {
  return pick(attachment, omsAliases.name);
}

/**
 * Takes one attachment of a request and hands it to Desk.
 * @returns its own end; the seed tells no words for a file that fails, so these are the stand-in's
 */
export async function takeAttachment(
  world: World,
  ticketId: string,
  attachment: unknown,
  index: number,
): Promise<OmsFileResult> {
  const name = nameOf(attachment);
  const contentType = pick(attachment, omsAliases.contentType);
  const base64 = pick(attachment, omsAliases.base64);
  const end = (http_code: number, error: string | null): OmsFileResult => ({
    index,
    name: name ?? null,
    contentType: contentType ?? null,
    success: error === null,
    http_code,
    error,
  });

  if (name === undefined || name.trim() === '') return end(400, 'name is required');
  if (base64 === undefined || base64 === '') return end(400, 'base64 is required');
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is no base64: only the way back shows it.
  if (bytes.toString('base64') !== base64) return end(400, 'invalid base64');
  if (bytes.length > omsLimits.fileBytes) return end(413, 'file exceeds 10MB');
  const mimeType = bareMimeType(contentType ?? '');
  if (!omsMimeTypes.includes(mimeType)) return end(415, 'type not accepted');
  const intake = await takeIn(world, {
    ticketId,
    name,
    mimeType,
    bytes,
    isPublic: false,
    creatorId: deskPeople.oms.id,
    via: 'oms',
  });
  return intake.kind === 'stored' ? end(201, null) : end(intake.status, intake.body.message);
}

/** The first of a field's names that holds a text. */
function pick(value: unknown, names: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  return names.map((name) => fields.get(name)).find((field) => typeof field === 'string');
}
