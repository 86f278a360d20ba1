import { endingOf } from '../../../../contract/file-types.ts';
import { deskLimits } from '../../../../contract/limits.ts';
import type { NewFile, StoredFile } from '../ledger.ts';
import type { World } from '../world.ts';
import { type DeskRefusal, invalidField, refusal } from './failure.ts';

export type Intake = { readonly kind: 'stored'; readonly file: StoredFile } | DeskRefusal;

/** Puts a file on a ticket, or refuses it, as Desk would whoever brings it. */
export async function takeIn(world: World, file: NewFile): Promise<Intake> {
  if (!world.tickets.some((ticket) => ticket.id === file.ticketId)) return refusal('URL_NOT_FOUND');
  if (file.bytes.length === 0) return refusal('EMPTY_PAYLOAD');
  if (file.bytes.length > world.desk.limitBytes) return refusal('RESOURCE_SIZE_EXCEEDED');
  if ([...file.name].length > deskLimits.nameLength) {
    return invalidField({
      fieldName: '/file',
      errorType: 'invalid',
      errorMessage: `The file name is longer than ${deskLimits.nameLength} characters.`,
    });
  }
  const ending = endingOf(file.name);
  if (world.desk.blockedEndings.includes(ending)) {
    return refusal('UNPROCESSABLE_ENTITY', `Files of the type '${ending}' are blocked by your administrator.`);
  }
  return { kind: 'stored', file: await world.ledger.add(file) };
}
