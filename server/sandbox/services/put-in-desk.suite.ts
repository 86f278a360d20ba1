import type { Ledger, NewFile, StoredFile } from './ledger.ts';
import { deskPeople } from './people.ts';

/**
 * Puts a file on a ticket of Desk behind everybody's back, as a colleague does, or Desk itself with what a customer's
 * mail brought.
 */
export function putInDesk(
  ledger: Ledger,
  file: Pick<NewFile, 'ticketId' | 'name' | 'bytes'> & Partial<NewFile>,
): Promise<StoredFile> {
  const usual = { mimeType: 'application/octet-stream', isPublic: true, creatorId: deskPeople.administrator.id };
  return ledger.add({ ...usual, via: 'desk', ...file });
}
