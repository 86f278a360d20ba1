import type { TicketReference } from '../../../contract/oms.ts';
import type { Call, Failed } from '../../destinations/destination.ts';
import type { Client } from '../clients.ts';

/** The ticket that a path names. */
export interface Ticket {
  /** As the destination's calls take it. */
  readonly id: string;
  /** As answers call it. */
  readonly named: string;
}

export type TicketResolution =
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  /** A pass opens one ticket only, and this is another. */
  | { readonly kind: 'other-ticket' }
  | { readonly kind: 'not-found' }
  | Failed;

/**
 * Reads `{ticket}`: the destination's own id, which in CRM and Bigin may have its module in front (`Leads:123`), or
 * `number:10321`, or `chamado:99`.
 */
export function readReference(text: string): TicketReference {
  const [, form, value] = /^(number|chamado):(.+)$/s.exec(text) ?? [];
  if (form === undefined || value === undefined) return { zoho_id: text };
  return form === 'number' ? { ticket_number: value } : { chamado_id: value };
}

/**
 * Finds the ticket of a path.
 * @param passTicket the only ticket that the caller may touch, where it has a pass
 */
export async function resolveTicket(
  { destination }: Client,
  text: string,
  passTicket: string | undefined,
  call: Call,
): Promise<TicketResolution> {
  const reference = readReference(text);
  // A pass knows its ticket by its id: by another name it would tell which tickets there are.
  if (passTicket !== undefined && reference.zoho_id === undefined) return { kind: 'other-ticket' };
  const finding = await destination.findTicket(reference, call);
  if (passTicket !== undefined && passTicket !== text) {
    const own = await destination.findTicket({ zoho_id: passTicket }, call);
    if (finding.kind !== 'found' || own.kind !== 'found' || own.ticketId !== finding.ticketId) {
      return { kind: 'other-ticket' };
    }
  }
  if (finding.kind !== 'found') return finding;
  return { kind: 'ticket', ticket: { id: finding.ticketId, named: finding.named ?? text } };
}
