import { ticketSeeds } from './ticket-seeds.ts';

/** A ticket of the Desk stand-in, with all that the sandbox's page shows of it. */
export interface SandboxTicket {
  /** Eighteen digits: more than a JavaScript number holds. */
  readonly id: string;
  /** The number that people use. */
  readonly ticketNumber: string;
  readonly subject: string;
  readonly status: 'Open' | 'On Hold' | 'Escalated' | 'Closed';
  readonly priority: 'Low' | 'Medium' | 'High';
  readonly channel: 'Email' | 'Web' | 'Phone';
  /** The language of the conversation, as a locale code. */
  readonly language: 'en' | 'pt';
  /** RFC 3339. */
  readonly createdTime: string;
  readonly department: { readonly id: string; readonly name: string };
  readonly contact: TicketContact;
  /** The custom fields by their API names. */
  readonly cf: { readonly cf_chamado_id: string };
  /** The oldest first. */
  readonly conversation: readonly TicketMessage[];
}

export interface TicketContact {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly company: string;
}

export interface TicketMessage {
  readonly from: 'contact' | 'agent';
  readonly author: string;
  /** RFC 3339. */
  readonly time: string;
  /** A private comment is for agents only. */
  readonly kind: 'message' | 'private-comment';
  readonly text: string;
}

/** A ticket whose times are still minutes before the sandbox's start. */
export type TicketSeed = Omit<SandboxTicket, 'createdTime' | 'conversation'> & {
  readonly conversation: readonly [MessageSeed, ...MessageSeed[]];
};
export type MessageSeed = Omit<TicketMessage, 'time'> & { readonly minutesAgo: number };

/** The sandbox's tickets, as fresh as if they had come in over the last days. */
export function createTickets(nowMs: number): readonly SandboxTicket[] {
  const timeOf = (minutesAgo: number): string => new Date(nowMs - minutesAgo * 60_000).toISOString();
  return ticketSeeds.map((seed) => ({
    ...seed,
    createdTime: timeOf(seed.conversation[0].minutesAgo),
    conversation: seed.conversation.map(({ minutesAgo, ...message }) => ({ ...message, time: timeOf(minutesAgo) })),
  }));
}
