/** A ticket of the TopTickets stand-in. */
export interface TopTicket {
  readonly id: string;
  readonly subject: string;
}

/** What is in TopTickets when the sandbox starts. */
export const topTicketSeeds: readonly TopTicket[] = [
  { id: '550e8400-e29b-41d4-a716-446655440000', subject: 'Invoice shows the wrong address' },
  { id: '6f1c2a9e-3b47-4d0a-9c55-0e8f7b21d6a4', subject: 'Export stops at 10,000 rows' },
];
