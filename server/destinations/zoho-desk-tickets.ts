import * as z from 'zod';
import type { TicketReference } from '../../contract/oms.ts';
import type { Call, TicketFinding } from './destination.ts';
import type { ZohoApi } from './zoho-api.ts';

/** The tickets of a search, as far as they are needed. */
const Found = z.object({ data: z.array(z.object({ id: z.string(), ticketNumber: z.string().optional() })) });

const notFound = { kind: 'not-found' } as const;

/**
 * Finds the one ticket of Desk that a reference names.
 * @param chamadoField API name of the custom field that holds the `chamado_id`
 */
export async function findDeskTicket(
  api: ZohoApi,
  reference: TicketReference,
  chamadoField: string | undefined,
  call: Call,
): Promise<TicketFinding> {
  for (const way of waysOf(reference, chamadoField)) {
    const finding = way.kind === 'id' ? foundTicket(way.id) : await search(api, way, call);
    if (finding.kind !== 'not-found') return finding;
  }
  return notFound;
}

async function search(api: ZohoApi, { query, fits }: SearchWay, call: Call): Promise<TicketFinding> {
  // Two, so that a value that several tickets have is not taken for one ticket's.
  const end = await api.call({ ...call, method: 'GET', path: '/search', query: { ...query, limit: '2' } });
  if (end.kind === 'failed') return end;
  const found = Found.safeParse(end.body);
  const tickets = found.success ? found.data.data.filter((ticket) => fits(ticket.ticketNumber)) : [];
  const [only, second] = tickets;
  return only && !second ? foundTicket(only.id) : notFound;
}

function foundTicket(id: string): TicketFinding {
  return { kind: 'found', ticketId: id, named: id };
}

interface SearchWay {
  readonly kind: 'search';
  readonly query: Record<string, string>;
  readonly fits: (number?: string) => boolean;
}

type Way = { readonly kind: 'id'; readonly id: string } | SearchWay;

/** How to find the ticket, the surest way first. Desk takes `*` in a search for any text: such a value names no ticket. */
function* waysOf(reference: TicketReference, chamadoField: string | undefined): Generator<Way> {
  const { zoho_id, ticket_number, chamado_id } = reference;
  if (zoho_id && /^\d{1,32}$/.test(zoho_id)) yield { kind: 'id', id: zoho_id };
  const ticketNumber = ticket_number?.replace(/^#/, '');
  if (ticketNumber && /^[\w-]{1,64}$/.test(ticketNumber)) {
    const fits = (number?: string): boolean => number === undefined || number === ticketNumber;
    yield { kind: 'search', query: { ticketNumber }, fits };
  }
  if (chamadoField && chamado_id && /^[^*\p{Cc}]{1,255}$/u.test(chamado_id)) {
    yield { kind: 'search', query: { customField1: `${chamadoField}:${chamado_id}` }, fits: () => true };
  }
}
