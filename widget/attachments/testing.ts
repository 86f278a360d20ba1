import type { Ticket } from '../hosts/host.ts';
import type { Change, Listing, TicketAttachments, TicketFile } from './ticket-attachments.ts';

export const ticket: Ticket = { id: '7', number: '1042' };
export const otherTicket: Ticket = { id: '8', number: '1043' };

/** A file as a ticket shows it; newer the higher its number. */
export function fileOnTicket(number: number, more: Partial<TicketFile> = {}): TicketFile {
  const createdTime = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
  return { id: `f${number}`, name: `${number}.txt`, size: 10, createdTime, isPublic: false, creator: 'Ana', ...more };
}

/** Attachments whose answers are in a test's hands. */
export function createScriptedAttachments() {
  const onTickets = new Map<string, TicketFile[]>();
  const calls: string[] = [];
  const script = {
    /** Answers held back until released, where it is set. */
    hold: undefined as (() => Promise<void>) | undefined,
    trouble: undefined as Extract<Change, { kind: 'unauthorized' | 'busy' | 'unavailable' }> | undefined,
  };
  const of = (id: string) => onTickets.get(id) ?? [];

  async function change(ticketId: string, id: string, apply: (files: TicketFile[]) => TicketFile[]): Promise<Change> {
    await script.hold?.();
    if (script.trouble) return script.trouble;
    if (!of(ticketId).some((one) => one.id === id)) return { kind: 'gone' };
    onTickets.set(ticketId, apply(of(ticketId)));
    return { kind: 'done' };
  }

  const attachments: TicketAttachments = {
    async list({ id }, { skip, limit }): Promise<Listing> {
      calls.push(`list ${id} ${skip}`);
      const files = of(id).toSorted((a, b) => b.createdTime.localeCompare(a.createdTime));
      const { trouble } = script;
      await script.hold?.();
      if (trouble) return trouble;
      const page = files.slice(skip, skip + limit);
      return { kind: 'listed', files: page, more: page.length === limit };
    },
    setVisibility(on, id, isPublic) {
      calls.push(`set ${on.id} ${id} ${isPublic}`);
      return change(on.id, id, (files) => files.map((one) => (one.id === id ? { ...one, isPublic } : one)));
    },
    remove(on, id) {
      calls.push(`remove ${on.id} ${id}`);
      return change(on.id, id, (files) => files.filter((one) => one.id !== id));
    },
  };
  return {
    attachments,
    calls,
    script,
    put: (on: Ticket, ...files: TicketFile[]) => void onTickets.set(on.id, [...of(on.id), ...files]),
    take: (on: Ticket, id: string) =>
      void onTickets.set(
        on.id,
        of(on.id).filter((one) => one.id !== id),
      ),
    /** From now on answers wait. @returns what lets those that wait go */
    holdBack(): () => Promise<void> {
      const waiting: (() => void)[] = [];
      script.hold = () => new Promise((resolve) => waiting.push(resolve));
      return async () => {
        for (const go of waiting.splice(0)) go();
        await settle();
      };
    },
  };
}

/** Lets what is already answered arrive. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
